import type { PrintedKey } from '../../model/predicate/key-values';
import type { Edge } from '../../model/edge';
import type { Predicate } from '../../model/predicate/predicate';
import type { Aggregated } from '../../model/selection/aggregated';
import type { RowSet } from '../../model/selection/row-set';
import type { RemoteTable, ScalarName } from '../../model/remote-table';
import type { PlanningContext } from './planning-context';
import type { Keys, GroupKeys, Shape } from './shape';

/**
 * How a request is read: one statement, after look-ups of the keys that its filters need from other services, and before
 * what other services add to its rows. The number of statements depends on the request, never on its rows.
 *
 * Every step is data: it can be printed, stored and read back. `planStep` and `planStitch` make statements of steps.
 */
export interface ReadSteps {
  readonly kind: 'READ';
  /** The response path for the plan, e.g. `shopCustomer.orders`. */
  readonly field: string;
  readonly lookups: readonly KeyLookup[];
  /** What the statement answers. Conditions in its filters that wait for a look-up carry the look-up's id. */
  readonly shape: Shape;
  readonly stitches: readonly StitchPlan[];
}

/** Finds the keys for which a condition on the rows of another service holds. */
export interface KeyLookup {
  readonly kind: 'KEY_LOOKUP';
  /** Marks the condition in the filter; unique within the `ReadSteps`. */
  readonly id: string;
  readonly field: string;
  readonly edge: Edge;
  /** The keys at the other end. Their filter is not complete: `planStep` adds what it knows of the keys. */
  readonly shape: Keys | GroupKeys;
  /** The condition holds for all keys but those that are found. */
  readonly isNegated: boolean;
  /** The longest list of keys that is sent to the service whose filter it is. */
  readonly maxKeys: number;
  readonly lookups: readonly KeyLookup[];
  /** Finds the keys of the rows that the rest of the filter leaves. Absent: these are not known to be fewer. */
  readonly narrowed?: NarrowedKeys;
}

/** Finds the keys among which a look-up that found too many is asked again. */
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
  /** Scalars of the key in the rows with slots, and in the rows that go into them. */
  readonly slotScalars: readonly ScalarName[];
  readonly rowScalars: readonly ScalarName[];
  /** Each row of the statement has one slot with this mark, not a list of rows that have one each. */
  readonly isOnePerRow: boolean;
  /** LIST: the objects go into an array. */
  readonly result: 'LIST' | 'ONE';
  /** JSON for a slot whose key has no rows. */
  readonly whenNone: string;
}

/** Rows for slots. Limit and offset count for each key. */
export interface WantedRows {
  readonly kind: 'LIST' | 'ONE';
  readonly rows: RowSet;
}

/** Aggregates of rows for slots. */
export interface WantedSummary {
  readonly kind: 'SUMMARY';
  readonly where: Predicate | null;
  readonly fields: readonly Aggregated[];
}

export const TOO_MANY = 'TOO_MANY';

/** The keys that look-ups found, by the id of the look-up. TOO_MANY: the statement itself reads the other service. */
export type FoundKeys = ReadonlyMap<string, readonly PrintedKey[] | typeof TOO_MANY>;

/** What planning knows of the world while the steps of a request are planned and read. */
export interface ReadScope {
  readonly contextOf: (table: RemoteTable) => PlanningContext;
  /** Random, so that no text of a service holds it. Begins every slot of the operation. */
  readonly mark: string;
  /** The most keys that are sent to a service as literals. */
  readonly maxKeys: number;
}
