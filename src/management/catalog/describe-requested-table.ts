import type { Connector } from '../../connectors/contract/connector';
import type { DescribedTable, RemoteObject } from '../../model/remote-table';
import type { Service } from '../../model/service';
import { GatewayError } from '../../errors/gateway-error';
import { fileNameLength, maxTableNameLength } from '../objects/file-name-length';
import type { PlacedTable } from './name-tables';
import type { OpenCatalog } from './open-catalog';

/**
 * What a caller asks of one remote table over stored credentials. A member that is null was left
 * out.
 */
export interface RemoteTableRequest {
  readonly name: string;
  readonly schema: string | null;
  readonly table: string | null;
  readonly path: string | null;
  readonly format: string | null;
  /** ClickHouse types, declared instead of introspected. */
  readonly columns: readonly { readonly name: string; readonly type: string }[] | null;
  readonly primaryKey: readonly string[] | null;
  readonly fieldName: string | null;
}

interface Target {
  readonly service: Service;
  readonly connector: Connector;
  /** The ClickHouse database of the service's declared tables. */
  readonly collection: string;
  /** Opens the catalog; called only when something must be introspected. */
  readonly open: () => Promise<OpenCatalog>;
}

/**
 * Describes a table as the caller declares it or, without columns, as the catalog does, and places
 * it in ClickHouse.
 * @throws GatewayError INVALID_INPUT, NOT_FOUND and whatever reading the catalog throws
 */
export async function describeRequestedTable(
  target: Target,
  request: RemoteTableRequest,
): Promise<PlacedTable> {
  assertRequest(target, request);
  const described =
    request.columns === null
      ? await introspect(target, request)
      : declare(target, request, request.columns);
  const place = { database: target.collection, name: request.name };
  return {
    described: { ...described, primaryKey: choosePrimaryKey(described, request.primaryKey) },
    ...place,
    reader: place,
    fieldName: request.fieldName,
    namedAfter: request.name,
  };
}

function assertRequest(
  { service, connector, collection }: Target,
  request: RemoteTableRequest,
): void {
  const isOfObjects = connector.storage.objects !== undefined;
  if (!isOfObjects && (request.path !== null || request.format !== null))
    throw new GatewayError(
      'INVALID_INPUT',
      `path and format are not used by ${service.type} services: give table and schema.`,
    );
  if (isOfObjects && (request.table !== null || request.schema !== null))
    throw new GatewayError(
      'INVALID_INPUT',
      `table and schema are not used by ${service.type} services: give path and format.`,
    );
  if (request.name.trim() === '' || /\p{Cc}/u.test(request.name))
    throw new GatewayError('INVALID_INPUT', 'name must not be blank or hold control characters.');
  if (fileNameLength(request.name) > maxTableNameLength(collection))
    throw new GatewayError('INVALID_INPUT', 'name is too long for a table of ClickHouse.');
}

async function introspect(target: Target, request: RemoteTableRequest): Promise<DescribedTable> {
  const remote = remoteOf(target, request);
  const catalog = await target.open();
  const described = await catalog.describe({ ...remote, tables: [remote.table] });
  const table = described.find((candidate) => candidate.remote.table === remote.table);
  if (table === undefined || table.columns.length === 0) throw notThere(target, remote);
  return table;
}

function notThere({ service, connector }: Target, remote: RemoteObject): GatewayError {
  return new GatewayError(
    'NOT_FOUND',
    connector.storage.objects === undefined
      ? `The service "${service.name}" has no table "${remote.schema}"."${remote.table}" with ` +
          'columns that its account may read.'
      : `The service "${service.name}" has no object that matches "${remote.table}", or only ` +
          'empty ones. Check the path, or declare `columns`.',
  );
}

function declare(
  target: Target,
  request: RemoteTableRequest,
  columns: NonNullable<RemoteTableRequest['columns']>,
): DescribedTable {
  const { connector } = target;
  if (columns.length === 0)
    throw new GatewayError(
      'INVALID_INPUT',
      'columns must not be empty; leave it out to have the columns read from the service.',
    );
  const more = connector.storage.objects?.columns ?? [];
  const names = [...columns, ...more].map((column) => column.name);
  if (new Set(names).size < names.length) {
    const given = more.map(({ name }) => name).join(', ');
    const orGiven = more.length === 0 ? '' : `, or one that every table has: ${given}`;
    throw new GatewayError('INVALID_INPUT', `columns names a column twice${orGiven}.`);
  }
  return {
    remote: remoteOf(target, request),
    kind: connector.storage.objects === undefined ? 'TABLE' : 'OBJECT',
    description: null,
    columns: [
      ...columns.map(({ name, type }) =>
        connector.catalog.declareColumn(name, type, request.primaryKey ?? []),
      ),
      ...more,
    ],
    primaryKey: [],
    uniqueKeys: [],
    foreignKeys: [],
    rowEstimate: null,
  };
}

function choosePrimaryKey(
  table: DescribedTable,
  wanted: readonly string[] | null,
): readonly string[] {
  if (wanted === null) return table.primaryKey;
  if (new Set(wanted).size < wanted.length)
    throw new GatewayError('INVALID_INPUT', 'primaryKey names a column twice.');
  for (const name of wanted) {
    const column = table.columns.find((candidate) => candidate.name === name);
    if (column === undefined)
      throw new GatewayError('INVALID_INPUT', `primaryKey: the table has no column "${name}".`);
    if (column.list || column.scalar === 'JSON')
      throw new GatewayError(
        'INVALID_INPUT',
        `primaryKey: the column "${name}" is a list or JSON, which cannot be a key.`,
      );
  }
  return wanted;
}

function remoteOf({ service, connector }: Target, request: RemoteTableRequest): RemoteObject {
  if (connector.storage.objects !== undefined) {
    if (request.path === null)
      throw new GatewayError(
        'INVALID_INPUT',
        `path is required for a table of a ${service.type} service.`,
      );
    return connector.storage.objects.locate(service.address, request.path, request.format);
  }
  return {
    database: connector.identity.defaultDatabase(service.address),
    schema: request.schema ?? connector.identity.defaultSchema(service.address),
    table: request.table ?? request.name,
  };
}
