import type { ScanDialect } from '../../connectors/contract/source-dialect';
import { EMPTY_SQL } from '../../sql/sql';
import type { Predicate } from '../../model/predicate/predicate';
import {
  conjuncts,
  isColumnPredicate,
  predicateLeaves,
} from '../../model/predicate/predicate-leaves';
import type { RemoteColumn } from '../../model/remote-table';

/**
 * True when the engine forwards every part of the predicate and ClickHouse agrees with the service
 * on each.
 */
export function isForwardable(predicate: Predicate, dialect: ScanDialect): boolean {
  return predicateLeaves(predicate).every(
    (leaf) => isColumnPredicate(leaf) && dialect.forwarded(leaf, EMPTY_SQL) !== null,
  );
}

/** The columns of a filter that have conditions which are not forwarded. */
export function unforwardedColumns(
  where: Predicate | null,
  forwarded: readonly Predicate[],
): readonly RemoteColumn[] {
  const left = conjuncts(where).filter((predicate) => !forwarded.includes(predicate));
  return left
    .flatMap(predicateLeaves)
    .filter(isColumnPredicate)
    .map((leaf) => leaf.column);
}
