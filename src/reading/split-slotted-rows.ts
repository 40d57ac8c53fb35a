import { findSlots } from '../execution/slots/find-slots';
import type { PrintedKey } from '../model/predicate/key-values';
import { RawJson } from '../model/raw-json';

/** One row of a list, and the values of the slot that was printed at its end. */
export interface SlottedRow {
  readonly row: RawJson;
  readonly key: PrintedKey;
}

const OPEN = '{'.charCodeAt(0);
const COMMA = ','.charCodeAt(0);
const CLOSE = Buffer.from('}');

/**
 * Splits a JSON array of objects, each of which has a slot as its last member, into rows without
 * their slots.
 * @param mark of the slots
 * @param slotKey the name of the member
 */
export function splitSlottedRows(
  body: Buffer,
  mark: string,
  slotKey: string,
): readonly SlottedRow[] {
  const name = Buffer.from(JSON.stringify(slotKey));
  let from = 0;
  return findSlots(body, mark).map(({ key, start, end }) => {
    const begin = body.indexOf(OPEN, from);
    const member = body.lastIndexOf(name, start);
    const comma = body.lastIndexOf(COMMA, member);
    from = body.indexOf(CLOSE, end) + 1;
    const isAlone = body.subarray(begin + 1, member).every((byte) => byte === 0x20);
    return {
      key,
      row: new RawJson(
        Buffer.concat([
          isAlone ? body.subarray(begin, begin + 1) : body.subarray(begin, comma),
          CLOSE,
        ]),
      ),
    };
  });
}
