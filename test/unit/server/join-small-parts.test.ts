import { Readable } from 'node:stream';
import { joinSmallParts } from '../../../src/server/reply/join-small-parts';

/** Many short parts of an answer become few, and the bytes stay the same. */
const small = (count: number, size = 100): readonly Buffer[] =>
  Array.from({ length: count }, (_, index) => Buffer.alloc(size, index));

test('many short parts are joined, in pieces', () => {
  const parts = small(3_000);
  const joined = joinSmallParts(parts) as readonly Buffer[];
  expect(joined.map((part) => part.length)).toEqual([65_500, 65_500, 65_500, 65_500, 38_000]);
  expect(Buffer.concat(joined).equals(Buffer.concat(parts))).toBe(true);
});

test('long parts, and what is still to be read, stay as they are and where they are', () => {
  const [long, rest] = [Buffer.alloc(10_000, 'x'), Readable.from([])];
  const parts = [...small(40), long, long, ...small(40), rest];
  const joined = joinSmallParts(parts);
  expect(joined.map((part) => (Buffer.isBuffer(part) ? part.length : null))).toEqual([
    4_000,
    10_000,
    10_000,
    4_000,
    null,
  ]);
  expect(
    [joined[1], joined[2], joined[4]].every((part, index) => part === [long, long, rest][index]),
  ).toBe(true);
});

test('few parts are left alone', () => {
  const parts = small(64);
  expect(joinSmallParts(parts)).toBe(parts);
  expect(joinSmallParts(small(65))).toHaveLength(1);
});
