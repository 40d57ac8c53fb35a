import type { EdgeColumn } from '../../model/edge';
import type { Predicate } from '../../model/predicate/predicate';
import type { RemoteColumn, RemoteTable } from '../../model/remote-table';
import type { PrintedKey } from '../../model/predicate/key-values';
import type { PlannedStatement } from './planned-statement';
import type { PlanningContext } from './planning-context';

/**
 * How a request is read: statements in an order, each of one service. What it needs from others comes before as keys, and
 * what others add to its rows comes after. Their number depends on the shape of the request, never on its rows.
 */
export interface ReadSteps {
  /** For the plan, e.g. `shopCustomer.orders`. */
  readonly field: string;
  readonly lookups: readonly KeyLookup[];
  /** The statement, once the keys are known. Null: no row can satisfy it. @throws GatewayError */
  readonly render: (found: FoundKeys) => PlannedStatement | null;
  readonly stitches: readonly StitchPlan[];
}

/** A condition in a filter on what another service has: the keys for which it holds, or does not, are found there first. */
export interface KeyLookup {
  readonly field: string;
  /** What the keys are values of. */
  readonly columns: readonly RemoteColumn[];
  /** The condition; keys are known by it. */
  readonly predicate: Predicate;
  readonly lookups: readonly KeyLookup[];
  /** Null: there are none. TOO_MANY: it would need more keys itself than are sent to a service. `among`: other keys are of no use. */
  readonly render: (
    found: FoundKeys,
    among?: readonly PrintedKey[],
  ) => PlannedStatement | null | typeof TOO_MANY;
  /** More keys than are sent to the service whose filter it is. */
  readonly areTooMany: (keys: readonly PrintedKey[]) => boolean;
  /** What finds the keys of all rows that the rest of the filter leaves: where these are less, it is looked among them. Absent: nothing is known to. */
  readonly narrowed?: NarrowedKeys;
}

export interface NarrowedKeys {
  readonly field: string;
  readonly statement: () => PlannedStatement;
  readonly areTooMany: (keys: readonly PrintedKey[]) => boolean;
}

export const TOO_MANY = 'TOO_MANY';

/** What lookups found, as their services printed it. Where these are too many keys, the statement itself reads the other service. */
export type FoundKeys = ReadonlyMap<Predicate, readonly PrintedKey[] | typeof TOO_MANY>;

/** A relationship in a selection that leads to another service: its rows, or their aggregates, go into the slots with this mark. */
export interface StitchPlan {
  readonly mark: string;
  readonly columns: readonly EdgeColumn[];
  /** A row of the statement has one key for it; else it has a list of rows with keys of theirs. */
  readonly isOnePerRow: boolean;
  /** LIST: the objects go into an array. */
  readonly result: 'LIST' | 'ONE';
  /** What a slot becomes that has none. */
  readonly whenNone: string;
  /** The same for equal keys of both ends; null for one that has no rows. */
  readonly slotKey: (key: PrintedKey) => string | null;
  readonly rowsKey: (key: PrintedKey) => string | null;
  /** What belongs to each of distinct keys; null when there can be nothing. @throws GatewayError */
  readonly read: (keys: readonly PrintedKey[]) => ReadSteps | null;
}

export interface ReadScope {
  readonly contextOf: (table: RemoteTable) => PlanningContext;
  /** Random, so that no text of a service holds it. Begins every slot of the operation. */
  readonly mark: string;
  /** Keys that are sent to a service as literals, at most. */
  readonly maxKeys: number;
}
