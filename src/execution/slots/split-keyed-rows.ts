import { KEY_END, ROWS_END } from '../../planning/plan/body-format';
import type { PrintedKey } from '../../model/predicate/key-values';

const KEY_END_BYTE = KEY_END.charCodeAt(0);
const ROWS_END_BYTE = ROWS_END.charCodeAt(0);

/**
 * Splits a KEYED body into the rows of each key: JSON objects with commas between them, as they
 * were printed. Only keys are parsed.
 * @param textOf the text that a key is known by; null for a key that nobody asked for
 */
export function splitKeyedRows(
  body: Buffer,
  textOf: (key: PrintedKey) => string | null,
): ReadonlyMap<string, Buffer> {
  const rows = new Map<string, Buffer>();
  let start = 0;
  while (start < body.length) {
    const keyEnd = body.indexOf(KEY_END_BYTE, start);
    const end = body.indexOf(ROWS_END_BYTE, keyEnd);
    if (keyEnd === -1 || end === -1) throw new Error('a keyed body is cut off');
    const text = textOf(JSON.parse(body.toString('utf8', start, keyEnd)) as PrintedKey);
    if (text !== null) rows.set(text, body.subarray(keyEnd + 1, end));
    start = end + 1;
  }
  return rows;
}
