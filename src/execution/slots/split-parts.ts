import type { NumberRange } from '../../planning/strategy/unique-range-request';
import { splitKeyedRows } from './split-keyed-rows';

/** The rows of one range. */
export interface RowsPart {
  readonly rows: number;
  /** A JSON array. */
  readonly body: Buffer;
}

interface PlacedPart {
  readonly start: bigint;
  readonly rows: number;
  readonly objects: Buffer;
}

// Brackets and commas as JSONEachRow prints them, so that a list has the same bytes whether or not
// it is batched (26.7.2).
const [OPEN, BETWEEN, CLOSE] = ['[\n', ',\n', '\n]\n'].map((text) => Buffer.from(text)) as [
  Buffer,
  Buffer,
  Buffer,
];

/**
 * Splits a body that has the rows of several ranges in parts (`planUniqueRanges`) into the rows of
 * each range, as they were printed: none of them is parsed.
 * @returns the rows of each range, in the order of the ranges
 */
export function splitParts(body: Buffer, ranges: readonly NumberRange[]): readonly RowsPart[] {
  const parts: PlacedPart[] = [];
  const found = splitKeyedRows(body, ([start, rows]) => `${start} ${rows}`);
  for (const [key, objects] of found) {
    const [start = '', rows] = key.split(' ');
    parts.push({ start: BigInt(start), rows: Number(rows), objects });
  }
  parts.sort((one, other) => (one.start < other.start ? -1 : 1));
  return ranges.map((range) =>
    joined(parts.filter(({ start }) => start >= range.first && start <= range.last)),
  );
}

function joined(parts: readonly PlacedPart[]): RowsPart {
  const objects = parts.flatMap((part, index) =>
    index === 0 ? [part.objects] : [BETWEEN, part.objects],
  );
  return {
    rows: parts.reduce((sum, { rows }) => sum + rows, 0),
    body: Buffer.concat([OPEN, ...objects, CLOSE]),
  };
}
