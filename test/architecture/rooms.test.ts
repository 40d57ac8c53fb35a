import { findCircles } from './circles';
import { LARGE_ROOMS } from './rules';
import { listValueImports, readTypescriptFiles, type TypescriptFile } from './source-files';

const MAX_FILES = 20;
/** Ways in which files import each other, and whether they do so at run time. */
const TRIALS: readonly (readonly [string, boolean])[] = [
  ["import { there } from './there';", true],
  ["import './there';", true],
  ["import * as all from './there';", true],
  ["import { type There, there } from './there';", true],
  ["export { there } from './there';", true],
  ["export * from './there';", true],
  ["const there = await import('./there');", true],
  ["const there = require('./there');", true],
  ["import type { There } from './there';", false],
  ["import { type There } from './there';", false],
  ["export type { There } from './there';", false],
  ["let there: import('./there').There;", false],
];

const FILES = readTypescriptFiles(['src', 'schema', 'resolvers']);

describe('a room', () => {
  const rooms = [...new Set(FILES.map(({ folder }) => folder))];
  const sizeOf = (room: string): number => FILES.filter(({ folder }) => folder === room).length;
  const large = rooms.filter((room) => sizeOf(room) > MAX_FILES);

  test(`of src holds at most ${MAX_FILES} files, or it is said why`, () => {
    const unsaid = large.filter((room) => !Object.hasOwn(LARGE_ROOMS, room));
    expect(unsaid.map((room) => `${room} holds ${sizeOf(room)} files`)).toEqual([]);
  });

  test('that is said to be large is large', () => {
    expect(Object.keys(LARGE_ROOMS).filter((room) => !large.includes(room))).toEqual([]);
  });
});

describe('files', () => {
  test('do not import each other in a circle at run time', () => {
    const circles = findCircles(toReferences(FILES));
    expect(circles.map((circle) => circle.join(' -> '))).toEqual([]);
  });

  test('that import each other in a circle are found', () => {
    const imports = { a: ['b'], b: ['c'], c: ['b', 'd'], d: ['none'], e: ['e'] };
    const trials = Object.entries(imports).map(([name, others]) =>
      trial(`trial/${name}.ts`, others.map((other) => `import './${other}';`).join(' ')),
    );
    const circles = findCircles(toReferences(trials));
    expect(circles.map((circle) => circle.toSorted())).toEqual([
      ['trial/b.ts', 'trial/c.ts'],
      ['trial/e.ts'],
    ]);
  });

  test.each(TRIALS)('that say %s import at run time: %s', (text, isValue) => {
    expect(listValueImports(trial('trial/here.ts', text))).toEqual(
      isValue ? ['trial/there.ts'] : [],
    );
  });
});

function trial(path: string, text: string): TypescriptFile {
  return { path, folder: 'trial', text, imports: [] };
}

function toReferences(files: readonly TypescriptFile[]): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(files.map((file) => [file.path, new Set(listValueImports(file))]));
}
