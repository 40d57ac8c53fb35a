import { splitKeyLines } from '../../../src/execution/slots/split-key-lines';

const split = (body: string, size: number): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...splitKeyLines(Buffer.from(body), size, (key) => key.join('/'))].map(([key, row]) => [
      key,
      row.toString(),
    ]),
  );

test('each row goes without its key, byte for byte', () => {
  expect(
    split('{"0":7,"name":"a, b","é":[1,2]}\n{"0":-12,"name":"{\\"0\\":9,","é":null}\n', 1),
  ).toEqual({
    7: '{"name":"a, b","é":[1,2]}',
    '-12': '{"name":"{\\"0\\":9,","é":null}',
  });
});

test('a key has several values, and texts for the large ones', () => {
  expect(split('{"0":"9223372036854775807","1":"a1b2","id":1}\n', 2)).toEqual({
    '9223372036854775807/a1b2': '{"id":1}',
  });
});

test('no row is no row, and half a row is an error', () => {
  expect(split('', 1)).toEqual({});
  expect(() => split('{"0":7,"name":"a"}\n{"0":8,"na', 1)).toThrow('cut off');
  expect(() => split('{"0":7}\n{"0":8,"name":"b"}\n', 1)).toThrow('cut off');
});
