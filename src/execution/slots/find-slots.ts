import type { PrintedKey } from '../../model/predicate/key-values';

/** One `[mark, value, ..., mark]` in a body that a statement printed. */
export interface FoundSlot {
  readonly mark: string;
  readonly key: PrintedKey;
  /** Where its opening bracket stands in the body. */
  readonly start: number;
  /** Behind its closing bracket. */
  readonly end: number;
}

const OPEN = 0x5b;
const CLOSE = 0x5d;

/**
 * The slots of a body, in order. Only slots are parsed: each begins and ends with a text that
 * begins with `prefix`, which is random and stands nowhere else in the body.
 */
export function findSlots(body: Buffer, prefix: string): readonly FoundSlot[] {
  const needle = Buffer.from(`"${prefix}`);
  const slots: FoundSlot[] = [];
  let first = body.indexOf(needle);
  while (first !== -1) {
    const second = body.indexOf(needle, first + needle.length);
    const start = body.lastIndexOf(OPEN, first);
    const end = body.indexOf(CLOSE, second) + 1;
    const [mark, ...values] = JSON.parse(body.toString('utf8', start, end)) as [
      string,
      ...PrintedKey,
    ];
    slots.push({ mark, key: values.slice(0, -1), start, end });
    first = body.indexOf(needle, end);
  }
  return slots;
}
