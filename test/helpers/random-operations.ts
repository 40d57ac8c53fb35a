import type { ReferenceTable } from './reference-executor';

/** Park and Miller's generator: the same numbers for the same seed, everywhere. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

/** Values that a filter may ask for, by scalar: some that occur, some at the edges, some that cannot occur. */
const LITERALS: Readonly<Record<string, readonly string[]>> = {
  Int: ['0', '1', '-5', '3', '32767', '-32768', '2147483647'],
  BigInt: ['"0"', '"1"', '"9223372036854775807"', '"-9223372036854775808"', '"170141183460469231731687303715884105727"'],
  Decimal: ['"0"', '"1"', '"1.1"', '"-0.01"', '"12345678.90"', '"0.0000000001"', '"99999999999999999999.5"'],
  Boolean: ['true', 'false'],
  String: ['""', '"plain"', '"b"', '"ok"', '"Person 1"', '"Person 10"', '"it\'s"', '"100%_done\\\\"', '"é"', '"ünïcödé 😀"', '"line\\nbreak"', '"type 2"', '"P1"'],
  UUID: ['"0190c3a5-0000-7000-8000-000000000001"', '"00000000-0000-0000-0000-000000000000"', '"FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"'],
  Date: ['"2024-02-29"', '"9999-12-31"', '"0001-01-01"', '"1900-01-01"'],
  LocalDateTime: ['"2024-02-29T12:34:56.789"', '"0001-01-01T00:00:00"', '"9999-12-31T23:59:59.999999"'],
  DateTime: ['"1970-01-01T00:00:00Z"', '"2024-06-01T05:45:00+05:45"', '"2299-12-31T00:00:00Z"'],
};
const COMPARISONS = ['_eq', '_neq', '_gt', '_gte', '_lt', '_lte'];
const DIRECTIONS = ['ASC', 'DESC', 'ASC_NULLS_FIRST', 'ASC_NULLS_LAST', 'DESC_NULLS_FIRST', 'DESC_NULLS_LAST'];
const PATTERNS = ['"P%"', '"%1"', '"%e%"', '"_lain"', '"100\\\\%%"', '"%"', '""'];

export interface RandomOptions {
  readonly seed: number;
  /** Which columns of a table may be asked for. */
  isUsable(table: ReferenceTable, column: ReferenceTable['columns'][number]): boolean;
}

/** Operations over the given tables: filters, orders, pages and relationships, nested. Endless. */
export function* randomOperations(tables: readonly ReferenceTable[], options: RandomOptions): Generator<string> {
  const random = createRandom(options.seed);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[random(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  };
  const usable = (table: ReferenceTable) => table.columns.filter((column) => options.isUsable(table, column));
  const scalarOf = (column: ReferenceTable['columns'][number]): string => column.graphqlType.replaceAll('!', '');
  const filterable = (table: ReferenceTable) => usable(table).filter((column) => scalarOf(column) in LITERALS);
  const targetOf = (edge: ReferenceTable['relationships'][number]): ReferenceTable => {
    const target = tables.find((table) => table.typeName === edge.to.typeName);
    if (target === undefined) throw new Error(`no table ${edge.to.typeName}`);
    return target;
  };

  const condition = (column: ReferenceTable['columns'][number]): string => {
    const literals = LITERALS[scalarOf(column)] ?? [];
    const kind = random(scalarOf(column) === 'String' ? 6 : 4);
    if (kind === 0) return `{_isNull: ${pick(['true', 'false'])}}`;
    if (kind === 1) return `{${pick(['_in', '_nin'])}: [${Array.from({ length: random(4) }, () => pick(literals)).join(', ')}]}`;
    if (kind === 4) return `{${pick(['_like', '_nlike', '_ilike', '_nilike'])}: ${pick(PATTERNS)}}`;
    if (kind === 5) return `{${pick(['_startsWith', '_endsWith', '_contains'])}: ${pick(literals)}}`;
    return `{${pick(scalarOf(column) === 'Boolean' ? ['_eq', '_neq'] : COMPARISONS)}: ${pick(literals)}}`;
  };
  const where = (table: ReferenceTable, depth: number): string => {
    const kind = random(depth === 0 ? 3 : 7);
    if (kind === 3) return `{${pick(['_and', '_or'])}: [${Array.from({ length: random(3) + 1 }, () => where(table, depth - 1)).join(', ')}]}`;
    if (kind === 4) return `{_not: ${where(table, depth - 1)}}`;
    if (kind >= 5 && table.relationships.length > 0) {
      const edge = pick(table.relationships);
      return `{${edge.name}: ${random(3) === 0 ? '{}' : where(targetOf(edge), depth - 1)}}`;
    }
    const columns = filterable(table);
    if (columns.length === 0) return '{}';
    const column = pick(columns);
    return `{${column.fieldName}: ${condition(column)}}`;
  };
  const args = (table: ReferenceTable): string => {
    const order = pick(usable(table).filter((column) => scalarOf(column) in LITERALS)).fieldName;
    const parts = [`orderBy: [{${order}: ${pick(DIRECTIONS)}}]`];
    if (random(3) > 0) parts.push(`where: ${where(table, 2)}`);
    if (random(2) === 0) parts.push(`limit: ${random(5)}`);
    if (random(3) === 0) parts.push(`offset: ${random(3)}`);
    return `(${parts.join(', ')})`;
  };
  const selection = (table: ReferenceTable, depth: number): string => {
    const columns = usable(table).filter(() => random(2) === 0).map((column) => column.fieldName);
    const edges = depth === 0 ? [] : table.relationships.filter(() => random(2) === 0).map((edge) =>
      `${edge.name}${edge.kind === 'ARRAY' ? args(targetOf(edge)) : ''} ${selection(targetOf(edge), depth - 1)}`);
    return `{ ${[...columns, ...edges, '__typename'].join(' ')} }`;
  };
  const ordered = tables.filter((table) => table.primaryKey.length > 0 && filterable(table).length > 0);
  for (;;) {
    const table = pick(ordered);
    yield `{ ${table.fieldName}${args(table)} ${selection(table, 2)} }`;
  }
}
