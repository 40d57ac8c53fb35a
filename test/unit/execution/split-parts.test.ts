import { splitParts } from '../../../src/execution/slots/split-parts';

const split = (
  body: string,
  ...ranges: readonly (readonly [number | bigint, number | bigint])[]
): readonly string[] =>
  splitParts(
    Buffer.from(body),
    ranges.map(([first, last]) => ({ first: BigInt(first), last: BigInt(last) })),
  ).map(({ rows, body: list }) => `${rows} ${list.toString()}`);

test('each range has the rows of its parts, in the order of these, byte for byte', () => {
  const body = '["7",1]\u001f{"a":"\\u001f"}\u001e["-3",2]\u001f{"a":1},\n{"a":[2]}\u001e';
  expect(split(body, [-3, 9], [-3, 6], [7, 7], [-3, 6])).toEqual([
    '3 [\n{"a":1},\n{"a":[2]},\n{"a":"\\u001f"}\n]\n',
    '2 [\n{"a":1},\n{"a":[2]}\n]\n',
    '1 [\n{"a":"\\u001f"}\n]\n',
    '2 [\n{"a":1},\n{"a":[2]}\n]\n',
  ]);
});

test('numbers of 64 bits are told apart', () => {
  const body =
    '["9223372036854775807",1]\u001f{"a":1}\u001e["9223372036854775806",1]\u001f{"a":2}\u001e';
  expect(
    split(
      body,
      [9223372036854775806n, 9223372036854775806n],
      [9223372036854775807n, 9223372036854775807n],
    ),
  ).toEqual(['1 [\n{"a":2}\n]\n', '1 [\n{"a":1}\n]\n']);
});

test('no rows are an empty list, and half a body is an error', () => {
  expect(split('', [1, 2])).toEqual(['0 [\n\n]\n']);
  expect(() => split('["1",1]\u001f{"a":1}', [1, 2])).toThrow('cut off');
});
