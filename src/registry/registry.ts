import type { ClickHouse } from '../clickhouse/clickhouse';
import { GatewayError } from '../errors/gateway-error';
import { createExclusive } from '../util/create-exclusive';
import { leaseLost, type Lease } from './lease';
import { renderGuard, THROWN_BY_GUARD } from './lease-table';
import { applyChanges, parseRecords, type RegistryChange } from './registry-change';
import {
  ensureRegistryTable,
  insertChanges,
  readRecordRows,
  readStamp,
  recordKey,
} from './registry-table';
import { createSnapshot, EMPTY_SNAPSHOT, type RegistrySnapshot } from './snapshot';

/**
 * Learns of every new snapshot. A change is complete only when all listeners are, and their errors
 * reach whoever made the change. A listener must not write.
 */
type RegistryListener = (snapshot: RegistrySnapshot) => void | Promise<void>;

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
   * Loads again when another gateway has changed something since. Reads one number otherwise.
   * @returns whether it loaded
   */
  refresh(): Promise<boolean>;
  /**
   * Keeps all changes in one INSERT, or none of them. Resolves when every listener knows.
   * @throws GatewayError IN_USE, and nothing is kept, when one of `leases` is lost
   */
  write(changes: readonly RegistryChange[], leases?: readonly Lease[]): Promise<RegistrySnapshot>;
  /** The last snapshot that was loaded or written; empty before the first load. */
  current(): RegistrySnapshot;
  /** Tells the listener of every snapshot from now on. @returns a function that ends that */
  onChange(listener: RegistryListener): () => void;
}

export function createRegistry(clickhouse: ClickHouse): Registry {
  // Loads and writes wait for each other: a load that overlaps a write would publish what was true
  // before the write.
  const exclusive = createExclusive();
  const listeners = new Set<RegistryListener>();
  /** The last version of every record that `snapshot` knows, removed records included. */
  let versions: ReadonlyMap<string, number> = new Map();
  let snapshot = EMPTY_SNAPSHOT;

  const publish = async (next: RegistrySnapshot): Promise<RegistrySnapshot> => {
    snapshot = next;
    for (const listener of listeners) await listener(next);
    return next;
  };
  const load = async (): Promise<RegistrySnapshot> => {
    const rows = await readRecordRows(clickhouse);
    versions = new Map(rows.map((row) => [recordKey(row), row.version]));
    return publish(createSnapshot(parseRecords(rows.filter(({ deleted }) => !deleted))));
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
    const version = nextVersion(versions);
    await insertGuarded(clickhouse, changes, version, leases);
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

/**
 * Microseconds of the clock order the changes of several gateways. A version is above all that this
 * gateway knows, so that changes of one moment keep their order.
 */
function nextVersion(versions: ReadonlyMap<string, number>): number {
  return [...versions.values()].reduce(
    (latest, each) => Math.max(latest, each + 1),
    Date.now() * 1000,
  );
}

/** @throws GatewayError IN_USE, and nothing is kept, when one of `leases` is lost */
async function insertGuarded(
  clickhouse: ClickHouse,
  changes: readonly RegistryChange[],
  version: number,
  leases: readonly Lease[],
): Promise<void> {
  try {
    await insertChanges(clickhouse, changes, version, renderGuard(leases));
  } catch (error) {
    throw error instanceof GatewayError && error.details['clickhouseCode'] === THROWN_BY_GUARD
      ? leaseLost(error)
      : error;
  }
}

/** What `readStamp` answers while nobody else has changed anything. */
function stampOf(versions: ReadonlyMap<string, number>): bigint {
  let sum = 0n;
  for (const version of versions.values()) sum += BigInt(version);
  return BigInt.asUintN(64, sum);
}
