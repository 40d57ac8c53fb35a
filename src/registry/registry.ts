import type { ClickHouse } from '../clickhouse/clickhouse';
import { GatewayError } from '../errors/gateway-error';
import { createExclusive } from '../util/create-exclusive';
import { leaseLost, type Lease } from './lease';
import { renderGuard, THROWN_BY_GUARD } from './lease-table';
import { applyChanges, recordsOf, type RegistryChange } from './registry-change';
import { ensureRegistryTable, insertRows, readRows, readStamp, recordKey } from './registry-table';
import { createSnapshot, EMPTY_SNAPSHOT, type RegistrySnapshot } from './snapshot';

/**
 * Told of every new snapshot. A change is complete only when all listeners are: their errors reach
 * who changed something. A listener must not write.
 */
export type RegistryListener = (snapshot: RegistrySnapshot) => void | Promise<void>;

/**
 * What exists, kept in ClickHouse so that gateways are stateless. Every method that talks to
 * ClickHouse throws what `ClickHouse` throws.
 */
export interface Registry {
  /** Creates the database and the table that hold the records, where they do not exist. */
  ensure(): Promise<void>;
  /** Reads all records. */
  load(): Promise<RegistrySnapshot>;
  /**
   * Loads again when another gateway changed something since. @returns whether it had. Cheap
   * otherwise.
   */
  refresh(): Promise<boolean>;
  /**
   * Keeps all changes in one INSERT, or none of them. @returns when every listener knows.
   * @throws GatewayError IN_USE, and nothing is kept, when one of `leases` is lost
   */
  write(changes: readonly RegistryChange[], leases?: readonly Lease[]): Promise<RegistrySnapshot>;
  /** The last snapshot that was loaded or written; empty before the first load. */
  current(): RegistrySnapshot;
  /** @returns a function that ends the subscription. */
  onChange(listener: RegistryListener): () => void;
}

export function createRegistry(clickhouse: ClickHouse): Registry {
  // A load that overlaps a write would publish what was true before it.
  const exclusive = createExclusive();
  const listeners = new Set<RegistryListener>();
  /** The version of every record that `snapshot` knows, removed ones included. */
  let versions: ReadonlyMap<string, number> = new Map();
  let snapshot = EMPTY_SNAPSHOT;

  const publish = async (next: RegistrySnapshot): Promise<RegistrySnapshot> => {
    snapshot = next;
    for (const listener of listeners) await listener(next);
    return next;
  };
  const load = async (): Promise<RegistrySnapshot> => {
    const rows = await readRows(clickhouse);
    versions = new Map(rows.map((row) => [recordKey(row), row.version]));
    return publish(createSnapshot(recordsOf(rows.filter(({ deleted }) => !deleted))));
  };
  const refresh = async (): Promise<boolean> => {
    const isStale = (await readStamp(clickhouse)) !== stampOf(versions);
    if (isStale) await load();
    return isStale;
  };
  const write = async (
    changes: readonly RegistryChange[],
    leases: readonly Lease[],
  ): Promise<RegistrySnapshot> => {
    // Microseconds order the changes of several gateways; the last version seen orders those of one
    // moment.
    const version = [...versions.values()].reduce(
      (latest, each) => Math.max(latest, each + 1),
      Date.now() * 1000,
    );
    await insertRows(clickhouse, changes, version, renderGuard(leases)).catch((error: unknown) => {
      throw error instanceof GatewayError && error.details['clickhouseCode'] === THROWN_BY_GUARD
        ? leaseLost(error)
        : error;
    });
    versions = new Map([
      ...versions,
      ...changes.map((change) => [recordKey(change), version] as const),
    ]);
    return publish(createSnapshot(applyChanges(snapshot, changes)));
  };
  return {
    ensure: () => ensureRegistryTable(clickhouse),
    load: () => exclusive(load),
    refresh: () => exclusive(refresh),
    write: (changes, leases = []) => exclusive(() => write(changes, leases)),
    current: () => snapshot,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** What `readStamp` answers while nobody else has changed anything. */
function stampOf(versions: ReadonlyMap<string, number>): bigint {
  let sum = 0n;
  for (const version of versions.values()) sum += BigInt(version);
  return BigInt.asUintN(64, sum);
}
