import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SIMPLE_FUNCTIONS } from '../../../src/graph/model/aggregate-functions';
import { filterInputFor, scalarFilterOf } from '../../../src/graph/types/filter-inputs';
import { SCALAR_NAMES, type RemoteColumn } from '../../../src/model/remote-table';

/** docs/reference says what the data API has. */
const page = (name: string): string =>
  readFileSync(join(__dirname, '../../../docs/reference', name), 'utf8');

/** The first table below a heading, by cells, its head first. */
function tableBelow(text: string, heading: string): readonly (readonly string[])[] {
  const section = text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return section
    .split('\n')
    .filter((line) => /^\|(?!-)/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const namesIn = (cell = ''): readonly string[] =>
  [...cell.matchAll(/`(\w+)/g)].map(([, name = '']) => name);

describe('docs/reference/queries.md', () => {
  const [head = [], ...rows] = tableBelow(page('queries.md'), 'Operators');
  const operatorsOf = (column: number): readonly string[] =>
    rows.filter((row) => row[column] === 'yes').flatMap((row) => namesIn(row[0]));
  const columnOf = (name: string): number =>
    head.findIndex((cell) => cell === name || namesIn(cell).includes(name));

  test.each(SCALAR_NAMES)('has the operators of %s', (scalar) => {
    expect([...operatorsOf(columnOf(scalar))].sort()).toEqual(
      Object.keys(scalarFilterOf(scalar).getFields()).sort(),
    );
  });

  test('has the operators of lists', () => {
    const list = { scalar: 'String', list: true } as RemoteColumn;
    expect([...operatorsOf(columnOf('lists'))].sort()).toEqual(
      Object.keys(filterInputFor(list).getFields()).sort(),
    );
  });

  test('has every aggregate function', () => {
    const described = tableBelow(page('queries.md'), 'Aggregate functions').flatMap(([names]) =>
      namesIn(names),
    );
    expect(described).toEqual(expect.arrayContaining(Object.keys(SIMPLE_FUNCTIONS)));
  });
});

test('docs/reference/scalars.md has every scalar', () => {
  const described = [...page('scalars.md').matchAll(/^\| `(\w+)` \|/gm)].map(
    ([, name = '']) => name,
  );
  expect(described.sort()).toEqual([...SCALAR_NAMES].sort());
});
