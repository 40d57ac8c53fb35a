import type { PrintedKey } from '../../model/predicate/key-values';

const OPEN = Buffer.from('{');
const COMMA = ','.charCodeAt(0);
const LINE_FEED = '\n'.charCodeAt(0);

/**
 * Splits a LINES body into the row of each key, as it was printed, without the key. Only keys are
 * parsed.
 * @param size values in a key, in which no comma can stand
 * @param textOf the text that a key is known by; null for a key that nobody asked for
 */
export function splitKeyLines(
  body: Buffer,
  size: number,
  textOf: (key: PrintedKey) => string | null,
): ReadonlyMap<string, Buffer> {
  const rows = new Map<string, Buffer>();
  for (let start = 0; start < body.length;) {
    const end = body.indexOf(LINE_FEED, start);
    let keyEnd = start;
    for (let index = 0; index < size; index += 1) keyEnd = body.indexOf(COMMA, keyEnd + 1);
    if (end === -1 || keyEnd === -1 || keyEnd > end) throw new Error('a body of lines is cut off');
    const key = Object.values(
      JSON.parse(`${body.toString('utf8', start, keyEnd)}}`) as Readonly<
        Record<string, PrintedKey[number]>
      >,
    );
    const text = textOf(key);
    if (text !== null) rows.set(text, Buffer.concat([OPEN, body.subarray(keyEnd + 1, end)]));
    start = end + 1;
  }
  return rows;
}
