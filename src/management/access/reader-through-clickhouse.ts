import type {
  CatalogReader,
  DeclaredColumn,
  TransientTable,
} from '../../connectors/contract/catalog';
import type { Connector } from '../../connectors/contract/connector';
import type { StatementOptions } from '../../clickhouse/clickhouse';
import { clickhouseIdentifier } from '../../sql/clickhouse-quoting';
import { sql, type Sql } from '../../sql/sql';
import type { ServiceAddress } from '../../model/service';
import { GatewayError } from '../../errors/gateway-error';
import type { ManagementContext } from '../context/management-context';
import { NAMED_COLLECTION_DOESNT_EXIST } from '../objects/named-collection';

/** Bounds one statement on a catalog: describing thousands of tables takes seconds. */
export const CATALOG_TIMEOUT_MS = 60_000;

/** Only the session that made the table knows it by this name. */
const TRANSIENT = clickhouseIdentifier('tributary_read');

/** Where a statement is sent to, and with which credentials. */
export interface ReadTarget {
  readonly connector: Connector;
  readonly address: ServiceAddress;
  readonly collection: string;
  /** The remote database; left out, it is the address's own. */
  readonly database?: string;
}

/**
 * Reads a service through ClickHouse over a named collection: a statement in the service's own SQL
 * as a passthrough query, or for a connector without a native driver ClickHouse's own SQL as it
 * stands.
 *
 * @throws GatewayError CLICKHOUSE_FEATURE_MISSING
 */
export function readerThroughClickHouse(
  context: ManagementContext,
  {
    connector,
    address,
    collection,
    database = connector.identity.defaultDatabase(address),
  }: ReadTarget,
  timeoutMs = CATALOG_TIMEOUT_MS,
): CatalogReader {
  const statementOf = (query: Sql): Sql => {
    const { passthroughSource } = connector.queries;
    if (connector.catalog.kind !== 'native' || passthroughSource === undefined) return query;
    // SELECT * FROM postgresql(`service_shop`, database = 'shop', query = 'SELECT ...')
    return sql`SELECT * FROM ${passthroughSource(collection, database, query, address)}`;
  };
  if (!canReadThroughClickHouse(context, connector)) throw passthroughMissing(context);
  const nameMissing = (error: unknown): never => {
    throw isCollectionMissing(error) ? collectionMissing(collection, error) : error;
  };
  const read = (query: Sql): Promise<string> =>
    readOnlyValue(context, statementOf(query), { timeoutMs }).catch(nameMissing);
  const columnsOf = (source: Sql) =>
    context.clickhouse.rows<DeclaredColumn>(sql`DESCRIBE TABLE ${source}`, { timeoutMs });
  const overTable: CatalogReader['overTable'] = (table, queryOf) =>
    readOverTable(context, table, queryOf, timeoutMs).catch(nameMissing);
  return Object.assign(read, { collection, address, columnsOf, overTable });
}

async function readOnlyValue(
  context: ManagementContext,
  query: Sql,
  options: StatementOptions,
): Promise<string> {
  const [row] = await context.clickhouse.rows<Record<string, string>>(query, options);
  const [value] = Object.values(row ?? {});
  if (value === undefined)
    throw new GatewayError('INTERNAL', 'The service answered a catalog query without a row.');
  return value;
}

/** Reads a table that is made for this, in a session of its own, which ends with it. */
async function readOverTable(
  context: ManagementContext,
  { columns, engine }: TransientTable,
  queryOf: (name: Sql) => Sql,
  timeoutMs: number,
): Promise<string> {
  const idleSeconds = Math.ceil(timeoutMs / 1000) + 1;
  const session = { id: context.newId(), idleSeconds };
  // CREATE TEMPORARY TABLE `tributary_read` (`key` String) ENGINE = Redis(`service_cache`) PRIMARY
  // KEY `key`
  const create = sql`CREATE TEMPORARY TABLE ${TRANSIENT} (${columns}) ENGINE = ${engine}`;
  try {
    await context.clickhouse.run(create, { timeoutMs, session: { ...session, isNew: true } });
    return await readOnlyValue(context, queryOf(TRANSIENT), { timeoutMs, session });
  } finally {
    void context.clickhouse.endSession(session.id);
  }
}

/**
 * Whether ClickHouse can run the catalog's statements: in a service with SQL of its own they are
 * passthrough queries.
 */
export function canReadThroughClickHouse(
  context: ManagementContext,
  connector: Connector,
): boolean {
  return (
    connector.catalog.kind !== 'native' ||
    (connector.queries.passthroughSource !== undefined && context.features.passthroughQuery)
  );
}

function isCollectionMissing(error: unknown): boolean {
  return (
    error instanceof GatewayError &&
    error.code === 'CLICKHOUSE_QUERY_FAILED' &&
    error.details['clickhouseCode'] === NAMED_COLLECTION_DOESNT_EXIST
  );
}

function collectionMissing(name: string, cause: unknown): GatewayError {
  return new GatewayError(
    'CLICKHOUSE_OBJECT_MISSING',
    `The named collection "${name}", and with it the credentials, is gone from ClickHouse. ` +
      'Give them again, with rotateCredentials.',
    { cause },
  );
}

function passthroughMissing({ features }: ManagementContext): GatewayError {
  return new GatewayError(
    'CLICKHOUSE_FEATURE_MISSING',
    `ClickHouse ${features.version} cannot run a query in the service (26.7 can). Give ` +
      '`credentials`, so that the gateway asks the service itself, or declare `columns`.',
    { details: { needs: '26.7' } },
  );
}
