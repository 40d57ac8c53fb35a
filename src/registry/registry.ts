import type { ClickHouse } from '../clickhouse/clickhouse';
import { createExclusive } from '../util/create-exclusive';
import { applyChanges, recordsOf, type RegistryChange } from './registry-change';
import { ensureRegistryTable, insertRows, readRows, readStamp } from './registry-table';
import { createSnapshot, EMPTY_SNAPSHOT, type RegistrySnapshot } from './snapshot';

/**
 * Told of every new snapshot. A change is complete only when all listeners are: their errors reach who changed something.
 * A listener must not write.
 */
export type RegistryListener = (snapshot: RegistrySnapshot) => void | Promise<void>;

/**
 * What exists, kept in ClickHouse so that gateways are stateless. Every method that talks to ClickHouse throws what
 * `ClickHouse` throws.
 */
export interface Registry {
  /** Creates the database and the table that hold the records, where they do not exist. */
  ensure(): Promise<void>;
  /** Reads all records. */
  load(): Promise<RegistrySnapshot>;
  /** Loads again when another gateway changed something since. @returns whether it had. Cheap otherwise. */
  refresh(): Promise<boolean>;
  /** Keeps all changes in one INSERT, or none of them. @returns when every listener knows. */
  write(changes: readonly RegistryChange[]): Promise<RegistrySnapshot>;
  /** The last snapshot that was loaded or written; empty before the first load. */
  current(): RegistrySnapshot;
  /** @returns a function that ends the subscription. */
  onChange(listener: RegistryListener): () => void;
}

export function createRegistry(clickhouse: ClickHouse): Registry {
  // A load that overlaps a write would publish what was true before it.
  const exclusive = createExclusive();
  const listeners = new Set<RegistryListener>();
  let snapshot = EMPTY_SNAPSHOT;
  let version = 0;

  const publish = async (next: RegistrySnapshot): Promise<RegistrySnapshot> => {
    snapshot = next;
    for (const listener of listeners) await listener(next);
    return next;
  };
  const load = async (): Promise<RegistrySnapshot> => {
    const stored = await readRows(clickhouse);
    version = Math.max(version, stored.version);
    return publish(createSnapshot(recordsOf(stored.rows)));
  };
  const refresh = async (): Promise<boolean> => {
    const isStale = (await readStamp(clickhouse)) > version;
    if (isStale) await load();
    return isStale;
  };
  const write = async (changes: readonly RegistryChange[]): Promise<RegistrySnapshot> => {
    // Microseconds order the changes of several gateways; the last version seen orders those of one moment.
    const next = Math.max(version + 1, Date.now() * 1000);
    await insertRows(clickhouse, changes, next);
    version = Math.max(version, next);
    return publish(createSnapshot(applyChanges(snapshot, changes)));
  };
  return {
    ensure: () => ensureRegistryTable(clickhouse),
    load: () => exclusive(load),
    refresh: () => exclusive(refresh),
    write: (changes) => exclusive(() => write(changes)),
    current: () => snapshot,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
