import type { Edge } from '../../model/edge';
import type { PrintedKey } from '../../model/predicate/key-values';
import type { Predicate } from '../../model/predicate/predicate';
import type { RemoteTable, ScalarName } from '../../model/remote-table';
import type { Aggregated } from '../../model/selection/aggregated';
import type { RowSet } from '../../model/selection/row-set';
import type { PlanningContext } from './planning-context';
import type { Keys, GroupKeys, Shape } from './shape';

/**
 * How a request is read: one statement, after look-ups of the keys that its filters need from other
 * services, and before what other services add to its rows. The number of statements depends on the
 * request, never on its rows.
 *
 * Every step is data: it can be printed, stored and read back. `planStep`, `planLookup` and
 * `planStitch` make statements or further steps of it.
 */
export interface ReadSteps {
  readonly kind: 'READ';
  /** The response path for the plan, e.g. `shopCustomer.orders`. */
  readonly field: string;
  readonly lookups: readonly KeyLookup[];
  /**
   * What the statement answers. Conditions in its filters that wait for a look-up carry the id of
   * that look-up.
   */
  readonly shape: Shape;
  readonly stitches: readonly StitchPlan[];
}

/** Finds the keys for which a condition on the rows of another service holds. */
export interface KeyLookup {
  readonly kind: 'KEY_LOOKUP';
  /** The id that the condition in the filter carries; unique within the `ReadSteps`. */
  readonly id: string;
  readonly field: string;
  readonly edge: Edge;
  /**
   * The keys at the other end of the edge. The filter is not complete: `planLookup` adds what is
   * known of the keys.
   */
  readonly shape: Keys | GroupKeys;
  /** True where the condition holds for all keys but those that are found. */
  readonly isNegated: boolean;
  /** The longest list of keys that is sent to the service whose filter has the condition. */
  readonly maxKeys: number;
  readonly lookups: readonly KeyLookup[];
  /**
   * Finds the keys of the rows that the rest of the filter leaves. Absent where they are not known
   * to be fewer.
   */
  readonly narrowed?: NarrowedKeys;
}

/** Finds the keys among which a look-up that found too many keys is asked again. */
export interface NarrowedKeys {
  readonly kind: 'NARROWED_KEYS';
  readonly field: string;
  readonly shape: Keys;
  /** The longest list of keys that is sent to the service of the look-up. */
  readonly maxKeys: number;
}

/** Reads what another service adds to rows, for the slots that carry a mark. */
export interface StitchPlan {
  readonly kind: 'STITCH';
  readonly mark: string;
  readonly field: string;
  readonly edge: Edge;
  readonly wanted: WantedRows | WantedSummary;
  /** Scalars of the key in the rows that have slots. */
  readonly slotScalars: readonly ScalarName[];
  /** Scalars of the key in the rows that go into slots. */
  readonly rowScalars: readonly ScalarName[];
  /**
   * True where each row of the statement has one slot with the mark. False where each row has a
   * list of rows with one slot each.
   */
  readonly isOnePerRow: boolean;
  /** LIST: the slot holds an array of objects. ONE: the slot holds one object. */
  readonly result: 'LIST' | 'ONE';
  /** JSON for a slot whose key has no rows. */
  readonly whenNone: string;
}

/** The rows that go into slots. Limit and offset count for each key. */
export interface WantedRows {
  readonly kind: 'LIST' | 'ONE';
  readonly rows: RowSet;
}

/** Aggregates of the rows of each key, which go into slots. */
export interface WantedSummary {
  readonly kind: 'SUMMARY';
  readonly where: Predicate | null;
  readonly fields: readonly Aggregated[];
}

/** Stands for keys of a look-up that are more than may be sent to a service. */
export const TOO_MANY = 'TOO_MANY';

/**
 * The keys that look-ups found, by the id of the look-up. Where they are TOO_MANY, the statement
 * itself reads the other service.
 */
export type FoundKeys = ReadonlyMap<string, readonly PrintedKey[] | typeof TOO_MANY>;

/** What planning knows of the world while the steps of a request are planned and read. */
export interface ReadScope {
  readonly contextOf: (table: RemoteTable) => PlanningContext;
  /**
   * Begins the mark of every slot of the operation. It is random, so that no text of a service
   * holds it.
   */
  readonly mark: string;
  /** The most keys that are sent to a service as literals. */
  readonly maxKeys: number;
}
