import type { RegistrySnapshot } from '../../registry/snapshot';
import type { Integration } from '../../model/integration';
import { isLastIntegration } from '../context/find-records';

/** What deleting an integration would remove from ClickHouse and from the data API. */
export interface DeletionImpact {
  readonly databases: readonly string[];
  /** As `database.name`. */
  readonly remoteTables: readonly string[];
  /** As `Type.field`; fields of other tables that lead to a removed one are among them. */
  readonly relationships: readonly string[];
  /** Rows kept in ClickHouse. Remote rows are never removed. */
  readonly persistedRows: number;
}

/** `keptRows` has the number of rows that ClickHouse keeps, by the id of the table. */
export function deletionImpact(
  snapshot: RegistrySnapshot,
  integration: Integration,
  keptRows: ReadonlyMap<string, number>,
): DeletionImpact {
  const tables = snapshot.tablesOfIntegration(integration.id);
  const removed = new Set(tables.map((table) => table.id));
  const relationships = snapshot.relationships
    .filter(
      (relationship) =>
        removed.has(relationship.fromTableId) || removed.has(relationship.toTableId),
    )
    .map(
      (relationship) =>
        `${snapshot.remoteTable(relationship.fromTableId)?.typeName ?? ''}.${relationship.name}`,
    );
  return {
    databases: databasesOf(snapshot, integration),
    remoteTables: tables.map((table) => `${table.database}.${table.name}`),
    relationships,
    persistedRows: tables.reduce((sum, { id }) => sum + (keptRows.get(id) ?? 0), 0),
  };
}

/**
 * The ClickHouse databases that go with an integration. With the last one of a service that is the
 * service's own database, too, and the named collection, which has the same name.
 */
export function databasesOf(
  snapshot: RegistrySnapshot,
  integration: Integration,
): readonly string[] {
  const managed = integration.databases.map(({ name }) => name);
  const own = isLastIntegration(snapshot, integration) ? [integration.namedCollection] : [];
  return [...new Set([...managed, ...own])];
}
