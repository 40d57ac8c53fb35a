import { findSlots } from '../execution/slots/find-slots';
import type { PrintedKey } from '../model/predicate/key-values';

/**
 * The body with a text in place of each slot whose mark begins with `prefix`.
 * @param textOf the text for a slot, by what follows the prefix in its mark and by its values
 */
export function fillIds(
  body: Buffer,
  prefix: string,
  textOf: (label: string, key: PrintedKey) => string,
): Buffer {
  const pieces: Buffer[] = [];
  let done = 0;
  for (const { mark, key, start, end } of findSlots(body, prefix)) {
    pieces.push(
      body.subarray(done, start),
      Buffer.from(JSON.stringify(textOf(mark.slice(prefix.length), key))),
    );
    done = end;
  }
  return Buffer.concat([...pieces, body.subarray(done)]);
}
