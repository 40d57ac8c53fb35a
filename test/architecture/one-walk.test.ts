import {
  forEachChild,
  isBindingElement,
  isElementAccessExpression,
  isIdentifier,
  isObjectBindingPattern,
  isPropertyAccessExpression,
  isStringLiteralLike,
  type Node,
} from 'typescript';
import { listRecursions, type FunctionNode } from './recursion';
import { isIn, MAY_NEST } from './rules';
import { parseTypescript, readTypescriptFiles, type TypescriptFile } from './source-files';

/**
 * The rooms of types whose values hold others of their kind, and of functions that walk over them.
 */
const WALKERS = ['src/model/predicate', 'src/model/selection'];
/** Members of those types that lead to values inside. */
const INWARD = new Set(['operand', 'operands', 'where', 'of', 'edge', 'fields', 'rows']);

const FILES = readTypescriptFiles(['src']);
/** A predicate that has operands is taken apart in one room: others use its functions. */
const OPERANDS = new Set(['operand', 'operands']);

/** Ways to go round the check, each of which it must find. */
const PREDICATE = "import type { Predicate } from '../src/model/predicate/predicate';";
const TRIALS = new Map([
  [
    'trial/direct.ts',
    `${PREDICATE} export function depth(p: Predicate): number {
      return p.kind === 'not' ? depth(p.operand) : 0; }`,
  ],
  [
    'trial/arrow.ts',
    `${PREDICATE} export const depth = (p: Predicate | null): number =>
      p?.kind === 'and' ? Math.max(...p.operands.map(depth)) : 0;`,
  ],
  [
    'trial/inner.ts',
    `${PREDICATE} export function start(from: Predicate): void {
      const next = (p: Predicate): void => { if (p.kind === 'related' && p.where) next(p.where); };
      next(from); }`,
  ],
  [
    'trial/method.ts',
    `import type { Selected } from '../src/model/selection/selected';
    export class Counter { count(fields: readonly Selected[]): number {
      return fields.reduce((sum, field) =>
        sum + (field.kind === 'object' ? this.count(field.fields) : 1), 0); } }`,
  ],
  [
    'trial/table.ts',
    `import type { RowValue } from '../src/model/selection/row-value';
    type Kinds = {
      readonly [K in RowValue['kind']]: (value: Extract<RowValue, { kind: K }>) => string };
    const KINDS: Kinds = { column: () => '', aggregate: () => '',
      related: (value) => describe(value.value) };
    const describe = (value: RowValue): string => KINDS[value.kind](value as never);`,
  ],
  [
    'trial/there.ts',
    `${PREDICATE} import { back } from './back';
    export const there = (p: Predicate): void => { if (p.kind === 'not') back(p.operand); };`,
  ],
  [
    'trial/back.ts',
    `${PREDICATE} import { there } from './there';
    export const back = (p: Predicate): void => [p].forEach(there);`,
  ],
  [
    'trial/aggregated.ts',
    `import type { Aggregated } from '../src/model/selection/aggregated';
    export function keys(fields: readonly Aggregated[]): readonly string[] {
      return fields.flatMap((field) =>
        field.kind === 'nested' ? keys(field.fields) : [field.key]); }`,
  ],
  // None of these walks over either.
  [
    'trial/other.ts',
    'export function count(n: number): number { return n === 0 ? 0 : count(n - 1); }',
  ],
  [
    'trial/column.ts',
    `import type { ColumnPredicate } from '../src/model/predicate/predicate';
    export function render(p: ColumnPredicate): string {
      return p.kind === 'in' ? render({ ...p, values: [] }) : ''; }`,
  ],
  [
    'trial/once.ts',
    `${PREDICATE} const kinds = { depth: (p: Predicate): string => p.kind };
    export const depth = (p: Predicate): string => kinds.depth(p);`,
  ],
]);

const trial = (path: string, text: string): TypescriptFile => ({
  path,
  folder: 'trial',
  text,
  imports: [],
});
const CIRCLES = listRecursions([
  ...FILES,
  ...[...TRIALS].map(([path, text]) => trial(path, text)),
]).filter(isWalk);
const pathsOf = (circle: readonly FunctionNode[]): readonly string[] => [
  ...new Set(circle.map((node) => node.path)),
];

describe('a predicate, or what is selected,', () => {
  test('is walked over in its own room only', () => {
    const found = CIRCLES.filter((circle) =>
      pathsOf(circle).every((path) => !isIn(path, [...WALKERS, 'trial', ...Object.keys(MAY_NEST)])),
    );
    expect(found.map(describeCircle)).toEqual([]);
  });

  test('is walked over in other ways where it is said, and why', () => {
    const unused = Object.keys(MAY_NEST).filter(
      (file) => !CIRCLES.some((circle) => pathsOf(circle).includes(file)),
    );
    expect(unused).toEqual([]);
  });

  test('has operands that nobody else reads', () => {
    const others = FILES.filter((file) => !isIn(file.path, WALKERS));
    expect(others.flatMap(operandsRead)).toEqual([]);
  });
});

describe('the check', () => {
  test('finds functions that call themselves, by whatever way', () => {
    const found = CIRCLES.flatMap(pathsOf).filter((path) => isIn(path, ['trial']));
    const innocent = ['trial/other.ts', 'trial/column.ts', 'trial/once.ts'];
    expect(found.toSorted()).toEqual(
      [...TRIALS.keys()].filter((path) => !innocent.includes(path)).toSorted(),
    );
  });

  test.each([
    ['const { operands } = predicate;', 1],
    ['function f({ operand: inner }) {}', 1],
    ["predicate['operands'].map(f);", 1],
    ['predicate?.operand;', 1],
    ["const predicate = { kind: 'and', operands: [] };", 0],
    ['const algebra = { not: (operand) => operand, and: (operands) => operands.length };', 0],
    ['// .operands\n`.operands`', 0],
  ])('finds the operands in %s', (text, count) => {
    expect(operandsRead(trial('trial.ts', text))).toHaveLength(count);
  });
});

function isWalk(circle: readonly FunctionNode[]): boolean {
  return circle.some(({ parameterTypes }) =>
    parameterTypes.some(
      ({ path, members }) => isIn(path, WALKERS) && members.some((member) => INWARD.has(member)),
    ),
  );
}

function describeCircle(circle: readonly FunctionNode[]): string {
  const functions = circle.map(({ path, line, name }) => `${path}:${line} ${name}`);
  return `${functions.join(' -> ')}: use the functions of ${WALKERS.join(' and ')}`;
}

/**
 * Where a member called `operand` or `operands` is read. Parameters and variables may be called so,
 * and a predicate may be made.
 */
function operandsRead(file: TypescriptFile): readonly string[] {
  const source = parseTypescript(file);
  const found: string[] = [];
  const visit = (node: Node): void => {
    if (isMemberName(node)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      found.push(`${file.path}:${line + 1} reads ${node.getText(source)}`);
    }
    forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isMemberName(node: Node): boolean {
  if (!(isIdentifier(node) || isStringLiteralLike(node)) || !OPERANDS.has(node.text)) return false;
  const { parent } = node;
  if (isElementAccessExpression(parent)) return parent.argumentExpression === node;
  if (isBindingElement(parent))
    return isObjectBindingPattern(parent.parent) && (parent.propertyName ?? parent.name) === node;
  return isPropertyAccessExpression(parent) && parent.name === node;
}
