import type { Integration } from '../model/integration';
import type { DeclaredRelationship, RemoteTable } from '../model/remote-table';
import type { Service } from '../model/service';
import { GatewayError } from '../errors/gateway-error';
import type { RegistryRecords } from './snapshot';

/** A record with its kind, as one row of the registry holds it. */
type RegistryRecord =
  | { readonly kind: 'service'; readonly record: Service }
  | { readonly kind: 'integration'; readonly record: Integration }
  | { readonly kind: 'remoteTable'; readonly record: RemoteTable }
  | { readonly kind: 'relationship'; readonly record: DeclaredRelationship };

/** A record that comes into the registry, in place of an older one of its id, or leaves it. */
export type RegistryChange =
  | ({ readonly action: 'put' } & RegistryRecord)
  | { readonly action: 'remove'; readonly kind: RegistryRecord['kind']; readonly id: string };

export const putService = (record: Service): RegistryChange => ({
  action: 'put',
  kind: 'service',
  record,
});
export const putIntegration = (record: Integration): RegistryChange => ({
  action: 'put',
  kind: 'integration',
  record,
});
export const putRemoteTable = (record: RemoteTable): RegistryChange => ({
  action: 'put',
  kind: 'remoteTable',
  record,
});
export const putRelationship = (record: DeclaredRelationship): RegistryChange => ({
  action: 'put',
  kind: 'relationship',
  record,
});
export const remove = (kind: RegistryRecord['kind'], id: string): RegistryChange => ({
  action: 'remove',
  kind,
  id,
});

/** The records after the changes, applied in order. */
export function applyChanges(
  records: RegistryRecords,
  changes: readonly RegistryChange[],
): RegistryRecords {
  const services = new Map(records.services.map((record) => [record.id, record]));
  const integrations = new Map(records.integrations.map((record) => [record.id, record]));
  const remoteTables = new Map(records.remoteTables.map((record) => [record.id, record]));
  const relationships = new Map(
    (records.declaredRelationships ?? []).map((record) => [record.id, record]),
  );
  const byKind = {
    service: services,
    integration: integrations,
    remoteTable: remoteTables,
    relationship: relationships,
  };
  for (const change of changes) {
    if (change.action === 'remove') byKind[change.kind].delete(change.id);
    else if (change.kind === 'service') services.set(change.record.id, change.record);
    else if (change.kind === 'integration') integrations.set(change.record.id, change.record);
    else if (change.kind === 'remoteTable') remoteTables.set(change.record.id, change.record);
    else relationships.set(change.record.id, change.record);
  }
  return {
    services: [...services.values()],
    integrations: [...integrations.values()],
    remoteTables: [...remoteTables.values()],
    declaredRelationships: [...relationships.values()],
  };
}

/**
 * The newest form of records that this gateway can read. It counts up when the stored form changes
 * in a way that an older gateway would misread.
 */
const RECORD_SCHEMA_VERSION = 2;

/**
 * The version that each kind is written with. It may be older than the newest one, so that an older
 * gateway refuses only a registry that holds what it does not know.
 */
const WRITTEN_VERSIONS: Readonly<Record<RegistryRecord['kind'], number>> = {
  service: 1,
  integration: 1,
  remoteTable: 1,
  relationship: 2,
};

/** A record as ClickHouse keeps it. */
export interface StoredRow {
  readonly kind: string;
  readonly id: string;
  /** JSON, as `renderBody` makes it. */
  readonly body: string;
}

/** {"schemaVersion":1,"record":{"id":"0f..","name":"shop",..}} */
export function renderBody({ kind, record }: RegistryRecord): string {
  return JSON.stringify({ schemaVersion: WRITTEN_VERSIONS[kind], record });
}

/** @throws GatewayError INTERNAL when a row was written by a newer gateway */
export function parseRecords(rows: readonly StoredRow[]): RegistryRecords {
  const changes = rows.map((row): RegistryChange => {
    const body = JSON.parse(row.body) as {
      readonly schemaVersion: number;
      readonly record: RegistryRecord['record'];
    };
    if (body.schemaVersion > RECORD_SCHEMA_VERSION) {
      throw new GatewayError(
        'INTERNAL',
        'The registry in ClickHouse was written by a newer Tributary. Upgrade this gateway.',
      );
    }
    return { action: 'put', kind: row.kind, record: body.record } as RegistryChange;
  });
  return applyChanges({ services: [], integrations: [], remoteTables: [] }, changes);
}
