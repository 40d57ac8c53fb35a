import type { Connector } from '../../connectors/contract/connector';
import type { Credentials } from '../../connectors/contract/credentials';
import type { IntegrationDatabase } from '../../model/integration';
import type { DescribedTable } from '../../model/remote-table';
import type { Service } from '../../model/service';
import { GatewayError } from '../../errors/gateway-error';
import { collectionName } from '../context/collection-name';
import type { ManagementContext } from '../context/management-context';
import { readerName } from '../objects/reader-table';
import type { PlacedTable } from './name-tables';
import { openCatalog } from './open-catalog';

interface Target {
  readonly service: Service;
  readonly connector: Connector;
  readonly credentials: Credentials | null;
}

/**
 * Describes the tables of managed databases, one catalog statement for each database: all tables
 * (`expose` null), or those named `table` or `schema.table`. Tables without a readable column are
 * left out.
 *
 * @throws GatewayError NOT_FOUND for an exposed name that no database has, and whatever reading the
 * catalog throws
 */
export async function describeManagedTables(
  context: ManagementContext,
  target: Target,
  databases: readonly IntegrationDatabase[],
  expose: readonly string[] | null,
): Promise<readonly PlacedTable[]> {
  if (expose?.length === 0) return [];
  const placed: PlacedTable[] = [];
  for (const database of databases)
    placed.push(...(await describeDatabase(context, target, database, expose)));
  const missing = expose?.find((name) => !placed.some(({ described }) => isNamed(described, name)));
  if (missing !== undefined) {
    throw new GatewayError(
      'NOT_FOUND',
      `expose: the service "${target.service.name}" has no table "${missing}" with columns ` +
        'that its account may read, in the databases of this integration.',
    );
  }
  return placed;
}

async function describeDatabase(
  context: ManagementContext,
  target: Target,
  { name: database, remoteDatabase, remoteSchema }: IntegrationDatabase,
  expose: readonly string[] | null,
): Promise<readonly PlacedTable[]> {
  const { service, connector, credentials } = target;
  const wanted = {
    database: remoteDatabase ?? '',
    schema: remoteSchema ?? '',
    tables: expose === null ? null : candidatesOf(expose),
  };
  const catalog = await openCatalog(
    context,
    { service, connector, database: wanted.database },
    credentials,
  );
  try {
    const described = await catalog.describe(wanted);
    return described
      .filter(
        (table) =>
          table.columns.length > 0 &&
          (expose === null || expose.some((name) => isNamed(table, name))),
      )
      .map((table) => place(table, database, collectionName(service)));
  } finally {
    await catalog.close();
  }
}

/**
 * Users of ClickHouse see the table in the managed database; the gateway reads it through a
 * declared table.
 */
function place(described: DescribedTable, database: string, collection: string): PlacedTable {
  const { remote } = described;
  return {
    described,
    database,
    name: remote.table,
    reader: { database: collection, name: readerName(collection, remote) },
    fieldName: null,
    namedAfter: remote.table,
  };
}

function isNamed({ remote }: DescribedTable, name: string): boolean {
  return remote.table === name || `${remote.schema}.${remote.table}` === name;
}

/**
 * Names of tables that the caller may mean: a dot separates the schema, or is part of the table's
 * name.
 */
function candidatesOf(expose: readonly string[]): readonly string[] {
  return expose.flatMap((name) => [
    name,
    ...[...name.matchAll(/\./g)].map((dot) => name.slice(dot.index + 1)),
  ]);
}
