import {
  keyText,
  scalarsOf,
  toKeyLiterals,
  type PrintedKey,
} from '../../model/predicate/key-values';
import { printedEmpty } from '../expressions/scan-result';
import type { StitchPlan } from '../plan/read-steps';
import type { CrossServiceSelection } from './split-selection';

/**
 * Plans what another service adds to the rows of a statement. `above` is the field of the
 * statement.
 */
export function stitchPlan(
  above: string,
  { mark, path, edge, wanted }: CrossServiceSelection,
): StitchPlan {
  return {
    kind: 'STITCH',
    mark,
    field: [above, ...path].join('.'),
    edge,
    wanted,
    slotScalars: scalarsOf(edge.columns, 'from'),
    rowScalars: scalarsOf(edge.columns, 'to'),
    isOnePerRow: path.length === 1,
    result: wanted.kind === 'LIST' ? 'LIST' : 'ONE',
    whenNone:
      wanted.kind === 'SUMMARY'
        ? printedEmpty(wanted.fields)
        : wanted.kind === 'LIST'
          ? '[]'
          : 'null',
  };
}

/**
 * The text by which a slot finds its rows: equal to `rowsKeyOf` for equal keys, and null for a key
 * that has no rows.
 */
export function slotKeyOf(
  { slotScalars, rowScalars }: Pick<StitchPlan, 'slotScalars' | 'rowScalars'>,
  key: PrintedKey,
): string | null {
  return toKeyLiterals(key, rowScalars) === null ? null : keyText(key, slotScalars);
}

/** The text by which rows are found for a slot; null for a key that is equal to none. */
export function rowsKeyOf(
  { rowScalars }: Pick<StitchPlan, 'rowScalars'>,
  key: PrintedKey,
): string | null {
  return keyText(key, rowScalars);
}
