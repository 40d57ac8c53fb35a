import type { Integration } from '../model/integration';
import type { DeclaredRelationship, Relationship, RemoteTable } from '../model/remote-table';
import type { Service } from '../model/service';
import { discoverRelationships } from './discover-relationships';
import { usableRelationships } from './usable-relationships';

/** The records of a registry, as they are stored. */
export interface RegistryRecords {
  readonly services: readonly Service[];
  readonly integrations: readonly Integration[];
  readonly remoteTables: readonly RemoteTable[];
  readonly declaredRelationships?: readonly DeclaredRelationship[];
}

/**
 * What exists at one moment. It never changes: each change of the registry makes a new snapshot.
 * All look-ups are in memory.
 */
export interface RegistrySnapshot extends RegistryRecords {
  /** Ordered by name. */
  readonly services: readonly Service[];
  /** Oldest first. */
  readonly integrations: readonly Integration[];
  /** Oldest first, tables of integrations that are being set up or removed included. */
  readonly remoteTables: readonly RemoteTable[];
  /**
   * The tables that the data API offers, whose integrations are neither STARTING nor REMOVING.
   */
  readonly exposedTables: readonly RemoteTable[];
  /** Oldest first, relationships included whose tables or columns are not offered now. */
  readonly declaredRelationships: readonly DeclaredRelationship[];
  /** Relationships between exposed tables: declared ones, then both directions of foreign keys. */
  readonly relationships: readonly Relationship[];

  service(id: string): Service | undefined;
  serviceNamed(name: string): Service | undefined;
  integration(id: string): Integration | undefined;
  remoteTable(id: string): RemoteTable | undefined;
  integrationsOf(serviceId: string): readonly Integration[];
  tablesOfService(serviceId: string): readonly RemoteTable[];
  tablesOfIntegration(integrationId: string): readonly RemoteTable[];
  /** The relationships that are fields of the table's type. */
  relationshipsFrom(tableId: string): readonly Relationship[];
}

export function createSnapshot(records: RegistryRecords): RegistrySnapshot {
  const services = records.services.toSorted((a, b) => compareTexts(a.name, b.name));
  const integrations = records.integrations.toSorted(byAge);
  const remoteTables = records.remoteTables.toSorted(byAge);

  const integrationById = keyBy(integrations, (integration) => integration.id);
  const exposedTables = remoteTables.filter((table) =>
    isExposed(integrationById.get(table.integrationId)),
  );
  const declaredRelationships = (records.declaredRelationships ?? []).toSorted(byAge);
  const declared = usableRelationships(declaredRelationships, exposedTables);
  const relationships = [...declared, ...discoverRelationships(exposedTables, declared)];

  const serviceById = keyBy(services, (service) => service.id);
  const serviceByName = keyBy(services, (service) => service.name);
  const tableById = keyBy(remoteTables, (table) => table.id);
  const integrationsByService = groupBy(integrations, (integration) => integration.serviceId);
  const tablesByService = groupBy(remoteTables, (table) => table.serviceId);
  const tablesByIntegration = groupBy(remoteTables, (table) => table.integrationId);
  const relationshipsByTable = groupBy(relationships, (relationship) => relationship.fromTableId);
  return {
    services,
    integrations,
    remoteTables,
    exposedTables,
    declaredRelationships,
    relationships,
    service: (id) => serviceById.get(id),
    serviceNamed: (name) => serviceByName.get(name),
    integration: (id) => integrationById.get(id),
    remoteTable: (id) => tableById.get(id),
    integrationsOf: (serviceId) => integrationsByService.get(serviceId) ?? [],
    tablesOfService: (serviceId) => tablesByService.get(serviceId) ?? [],
    tablesOfIntegration: (integrationId) => tablesByIntegration.get(integrationId) ?? [],
    relationshipsFrom: (tableId) => relationshipsByTable.get(tableId) ?? [],
  };
}

export const EMPTY_SNAPSHOT: RegistrySnapshot = createSnapshot({
  services: [],
  integrations: [],
  remoteTables: [],
});

function isExposed(integration: Integration | undefined): boolean {
  return (
    integration !== undefined &&
    integration.state !== 'STARTING' &&
    integration.state !== 'REMOVING'
  );
}

/**
 * Orders records by their age, because names of relationships and of clashing fields depend on the
 * order, and must stay when a younger record is added.
 */
function byAge(
  a: { readonly createdAt: string; readonly id: string },
  b: { readonly createdAt: string; readonly id: string },
): number {
  return compareTexts(a.createdAt, b.createdAt) || compareTexts(a.id, b.id);
}

/** Compares by code units, which are the same whatever the locale. */
function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function keyBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [keyOf(item), item]));
}

function groupBy<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
