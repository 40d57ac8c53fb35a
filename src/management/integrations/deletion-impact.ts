import type { Integration } from '../../model/integration';
import type { RegistrySnapshot } from '../../registry/snapshot';
import { isLastIntegration } from '../context/find-records';

/** What deleting an integration would remove from ClickHouse and from the data API. */
export interface DeletionImpact {
  readonly databases: readonly string[];
  /** `database.name` each. */
  readonly remoteTables: readonly string[];
  /** `Type.field` each, those of other tables that lead to a removed one included. */
  readonly relationships: readonly string[];
  /** Rows kept in ClickHouse. Remote rows are never removed. */
  readonly persistedRows: number;
}

/** `keptRows`: by the id of the table. */
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
    databases: [
      ...new Set([
        ...integration.databases.map((database) => database.name),
        ...(isLastIntegration(snapshot, integration) ? [integration.namedCollection] : []),
      ]),
    ],
    remoteTables: tables.map((table) => `${table.database}.${table.name}`),
    relationships,
    persistedRows: tables.reduce((sum, { id }) => sum + (keptRows.get(id) ?? 0), 0),
  };
}
