import type { RemoteColumn } from '../remote-table';
import type { Predicate } from './predicate';

export const TRUE: Predicate = { kind: 'constant', value: true };
export const FALSE: Predicate = { kind: 'constant', value: false };

/**
 * AND with constants folded, because `_in: []` must not reach a service as SQL. Folding is right
 * also where operands are null.
 */
export function allOf(operands: readonly Predicate[]): Predicate {
  return combine('and', operands, true);
}

/** OR with constants folded, as `allOf` folds them. */
export function anyOf(operands: readonly Predicate[]): Predicate {
  return combine('or', operands, false);
}

/** NOT with constants and double negations folded. */
export function not(operand: Predicate): Predicate {
  if (operand.kind === 'constant') return operand.value ? FALSE : TRUE;
  return operand.kind === 'not' ? operand.operand : { kind: 'not', operand };
}

/** Conditions that no column is null: one for each column that can be. */
export function arePresent(columns: readonly RemoteColumn[]): readonly Predicate[] {
  return columns
    .filter((column) => column.nullable)
    .map((column) => not({ kind: 'isNull', column }));
}

export function isConstant(predicate: Predicate, value: boolean): boolean {
  return predicate.kind === 'constant' && predicate.value === value;
}

/** Joins operands. The constant `neutral` changes nothing, and its opposite decides the whole. */
function combine(kind: 'and' | 'or', operands: readonly Predicate[], neutral: boolean): Predicate {
  if (operands.some((operand) => isConstant(operand, !neutral))) return neutral ? FALSE : TRUE;
  const telling = operands.filter((operand) => !isConstant(operand, neutral));
  const [first, second] = telling;
  if (first === undefined) return neutral ? TRUE : FALSE;
  return second === undefined ? first : { kind, operands: telling };
}
