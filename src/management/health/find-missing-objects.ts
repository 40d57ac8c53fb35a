import type { Integration } from '../../model/integration';
import type { ManagementContext } from '../context/management-context';
import { listReaders, readerKey, requiredReaders } from '../objects/list-readers';
import { existingDatabases } from '../objects/managed-database';
import type { Fault } from './find-faults';

/** How many missing objects a message names. */
const SHOWN = 5;

/**
 * Databases and readers of integrations of one service that are gone from ClickHouse, by the id of
 * the integration.
 */
export async function findMissingObjects(
  context: ManagementContext,
  integrations: readonly Integration[],
  collection: string,
): Promise<ReadonlyMap<string, readonly Fault[]>> {
  const databases = await existingDatabases(context, [
    collection,
    ...integrations.flatMap((integration) => integration.databases.map(({ name }) => name)),
  ]);
  const readers = new Set((await listReaders(context, [collection])).map(readerKey));
  return new Map(
    integrations.map((integration) => {
      const missingDatabases = integration.databases
        .map(({ name }) => name)
        .filter((name) => !databases.has(name));
      const missingReaders = context.registry
        .current()
        .tablesOfIntegration(integration.id)
        .flatMap(requiredReaders)
        .filter((reader) => !readers.has(readerKey(reader)))
        .map(({ database, name }) => `${database}.${name}`);
      return [integration.id, describe([...missingDatabases, ...missingReaders])];
    }),
  );
}

/** The fault of an integration whose objects are gone from ClickHouse. */
export function objectsMissing(message: string): Fault {
  return { code: 'CLICKHOUSE_OBJECT_MISSING', message, likelyCause: 'CLICKHOUSE' };
}

function describe(names: readonly string[]): readonly Fault[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, SHOWN).join(', ');
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return [
    objectsMissing(
      `${shown}${more} ${names.length === 1 ? 'is' : 'are'} gone from ClickHouse. ` +
        'resumeIntegration makes what is missing again.',
    ),
  ];
}
