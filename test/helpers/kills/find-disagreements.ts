import type { ClickHouse } from '../../../src/clickhouse/clickhouse';
import type { RegistrySnapshot } from '../../../src/registry/snapshot';
import { sql } from '../../../src/sql/sql';

const OURS = sql`match(name, '^(service|endpoint)_')`;

/**
 * Whether what a registry says exists, and nothing else, is in ClickHouse, and no change is half
 * done. One line for each difference.
 */
export async function findDisagreements(
  clickhouse: ClickHouse,
  snapshot: RegistrySnapshot,
): Promise<readonly string[]> {
  const names = async (what: 'databases' | 'collections'): Promise<readonly string[]> => {
    const rows = await clickhouse.rows<{ readonly name: string }>(
      what === 'databases'
        ? sql`SELECT name FROM system.databases WHERE ${OURS}`
        : sql`SELECT name FROM system.named_collections WHERE ${OURS}`,
    );
    return rows.map(({ name }) => name);
  };
  const { services, integrations, remoteTables } = snapshot;
  const running = integrations.filter(({ state }) => state !== 'PAUSED');
  const collections = unique(integrations.map(({ namedCollection }) => namedCollection));
  // A paused integration keeps the empty database of its readers.
  const readerDatabases = unique(running.map(({ namedCollection }) => namedCollection));
  const databases = await names('databases');
  return [
    ...services
      .filter(({ nextAddress, isProbing }) => nextAddress !== undefined || isProbing === true)
      .map(({ name }) => `service ${name} is unfinished`),
    ...integrations
      .filter(
        ({ state, unfinished }) =>
          unfinished !== undefined || state === 'STARTING' || state === 'REMOVING',
      )
      .map(
        ({ namedCollection, type, state }) =>
          `${type} of ${namedCollection} is unfinished in state ${state}`,
      ),
    ...remoteTables
      .filter(({ readerStale }) => readerStale === true)
      .map(({ fieldName }) => `${fieldName} is stale`),
    ...differences('named collection', collections, await names('collections')),
    ...differences(
      'database',
      [
        ...readerDatabases,
        ...running.flatMap((integration) => integration.databases.map(({ name }) => name)),
      ],
      databases.filter((name) => readerDatabases.includes(name) || !collections.includes(name)),
    ),
    ...differences(
      'reader',
      expectedReaders(snapshot),
      await presentReaders(
        clickhouse,
        databases.filter((name) => collections.includes(name)),
      ),
    ),
  ];
}

/** `endpoint_shop.customer: id, name` */
function expectedReaders(snapshot: RegistrySnapshot): readonly string[] {
  return snapshot.remoteTables
    .filter(({ integrationId }) => snapshot.integration(integrationId)?.state !== 'PAUSED')
    .map(
      ({ reader, columns }) =>
        `${reader.database}.${reader.name}: ${columns.map(({ name }) => name).join(', ')}`,
    );
}

/** Asks one database after another: system.columns of several would ask services too. */
async function presentReaders(
  clickhouse: ClickHouse,
  databases: readonly string[],
): Promise<readonly string[]> {
  const all: string[] = [];
  for (const database of databases) {
    const rows = await clickhouse.rows<{
      readonly table: string;
      readonly columns: readonly string[];
    }>(
      sql`SELECT table, groupArray(name) AS columns FROM system.columns WHERE database = {database:String} GROUP BY table`,
      { params: { database } },
    );
    all.push(...rows.map(({ table, columns }) => `${database}.${table}: ${columns.join(', ')}`));
  }
  return all;
}

function differences(
  what: string,
  expected: readonly string[],
  present: readonly string[],
): readonly string[] {
  return [
    ...expected.filter((name) => !present.includes(name)).map((name) => `${what} missing: ${name}`),
    ...present
      .filter((name) => !expected.includes(name))
      .map((name) => `${what} left over: ${name}`),
  ];
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
