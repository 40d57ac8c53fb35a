import type { Predicate } from './predicate';
import type { RemoteColumn } from '../remote-table';

export const TRUE: Predicate = { kind: 'constant', value: true };
export const FALSE: Predicate = { kind: 'constant', value: false };

/**
 * AND, OR and NOT with constants folded: `_in: []` must not reach a service as SQL. Right also
 * where operands are null.
 */
export function allOf(operands: readonly Predicate[]): Predicate {
  return combine('and', operands, true);
}

export function anyOf(operands: readonly Predicate[]): Predicate {
  return combine('or', operands, false);
}

export function not(operand: Predicate): Predicate {
  if (operand.kind === 'constant') return operand.value ? FALSE : TRUE;
  return operand.kind === 'not' ? operand.operand : { kind: 'not', operand };
}

/** Conditions that none of the columns is null, of those that can be. */
export function arePresent(columns: readonly RemoteColumn[]): readonly Predicate[] {
  return columns
    .filter((column) => column.nullable)
    .map((column) => not({ kind: 'isNull', column }));
}

export function isConstant(predicate: Predicate, value: boolean): boolean {
  return predicate.kind === 'constant' && predicate.value === value;
}

/** `neutral` changes nothing, its opposite decides. */
function combine(kind: 'and' | 'or', operands: readonly Predicate[], neutral: boolean): Predicate {
  if (operands.some((operand) => isConstant(operand, !neutral))) return neutral ? FALSE : TRUE;
  const telling = operands.filter((operand) => !isConstant(operand, neutral));
  const [first, second] = telling;
  if (first === undefined) return neutral ? TRUE : FALSE;
  return second === undefined ? first : { kind, operands: telling };
}
