import type { ScanDialect } from '../../connectors/contract/source-dialect';
import type {
  AggregatePredicate,
  ColumnPredicate,
  Predicate,
  RelatedPredicate,
} from '../../model/predicate/predicate';
import type { RemoteColumn } from '../../model/remote-table';
import { EMPTY_SQL } from '../../sql/sql';

/** True when the engine forwards every part of the predicate and ClickHouse agrees with the service on it. */
export function isForwardable(predicate: Predicate, dialect: ScanDialect): boolean {
  switch (predicate.kind) {
    case 'constant':
      return true;
    case 'and':
    case 'or':
      return predicate.operands.every((operand) => isForwardable(operand, dialect));
    case 'not':
      return isForwardable(predicate.operand, dialect);
    case 'related':
    case 'aggregate':
      return false;
    default:
      return dialect.forwarded(predicate, EMPTY_SQL) !== null;
  }
}

/** The operands of a top-level AND, flattened; the predicate itself when it is none. */
export function conjuncts(predicate: Predicate | null): readonly Predicate[] {
  if (predicate === null) return [];
  return predicate.kind === 'and' ? predicate.operands.flatMap(conjuncts) : [predicate];
}

/** The parts of a predicate that speak of the row itself: its column predicates and its relationships, not what is behind them. */
export function ownParts(
  predicate: Predicate | null,
): readonly (ColumnPredicate | RelatedPredicate | AggregatePredicate)[] {
  if (predicate === null) return [];
  switch (predicate.kind) {
    case 'constant':
      return [];
    case 'and':
    case 'or':
      return predicate.operands.flatMap(ownParts);
    case 'not':
      return ownParts(predicate.operand);
    default:
      return [predicate];
  }
}

/** Columns with conditions that are not forwarded. */
export function unforwardedColumns(
  where: Predicate | null,
  forwarded: readonly Predicate[],
): readonly RemoteColumn[] {
  const left = conjuncts(where).filter((predicate) => !forwarded.includes(predicate));
  return left
    .flatMap(ownParts)
    .flatMap((part) => (part.kind === 'related' || part.kind === 'aggregate' ? [] : [part.column]));
}
