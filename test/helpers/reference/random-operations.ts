import type { ReferenceTable } from './reference-executor';

/** Park and Miller's generator: the same numbers for the same seed, everywhere. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

/**
 * Values that a filter may ask for, by scalar: some that occur, some at the edges, some that cannot
 * occur.
 */
const LITERALS: Readonly<Record<string, readonly string[]>> = {
  Int: ['0', '1', '-5', '3', '32767', '-32768', '2147483647'],
  BigInt: [
    '"0"',
    '"1"',
    '"9223372036854775807"',
    '"-9223372036854775808"',
    '"170141183460469231731687303715884105727"',
  ],
  Decimal: [
    '"0"',
    '"1"',
    '"1.1"',
    '"-0.01"',
    '"12345678.90"',
    '"0.0000000001"',
    '"99999999999999999999.5"',
  ],
  Boolean: ['true', 'false'],
  String: [
    '""',
    '"plain"',
    '"b"',
    '"ok"',
    '"Person 1"',
    '"Person 10"',
    '"it\'s"',
    '"100%_done\\\\"',
    '"é"',
    '"ünïcödé 😀"',
    '"line\\nbreak"',
    '"type 2"',
    '"P1"',
  ],
  UUID: [
    '"0190c3a5-0000-7000-8000-000000000001"',
    '"00000000-0000-0000-0000-000000000000"',
    '"FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"',
  ],
  Date: ['"2024-02-29"', '"9999-12-31"', '"0001-01-01"', '"1900-01-01"'],
  LocalDateTime: [
    '"2024-02-29T12:34:56.789"',
    '"0001-01-01T00:00:00"',
    '"9999-12-31T23:59:59.999999"',
  ],
  DateTime: ['"1970-01-01T00:00:00Z"', '"2024-06-01T05:45:00+05:45"', '"2299-12-31T00:00:00Z"'],
};
const COMPARISONS = ['_eq', '_neq', '_gt', '_gte', '_lt', '_lte'];
const DIRECTIONS = [
  'ASC',
  'DESC',
  'ASC_NULLS_FIRST',
  'ASC_NULLS_LAST',
  'DESC_NULLS_FIRST',
  'DESC_NULLS_LAST',
];
const PATTERNS = ['"P%"', '"%1"', '"%e%"', '"_lain"', '"100\\\\%%"', '"%"', '""'];

/**
 * Aggregates by what they are for: those whose last digits depend on the order of the rows are only
 * selected.
 */
const NUMBERS = new Set(['Int', 'BigInt', 'Decimal', 'Float']);
const COMPARED_AGGREGATES = ['_min', '_max', '_countDistinct'];
const POSITIONS = [
  '_quantile(level: 0.5)',
  '_quantiles(levels: [0, 0.3, 1])',
  '_topK(k: 2)',
  '_uniq',
  '_any',
];
const BUCKETS = ['YEAR', 'QUARTER', 'MONTH', 'DAY'];

export interface RandomOptions {
  readonly seed: number;
  /** Whether relationships lead to more than lists: aggregates and orders through them. */
  readonly analysis?: boolean;
  /** Aggregates of lists, selected and filtered by; part of `analysis`. */
  readonly summaries?: boolean;
  /** Which columns of a table may be asked for. */
  isUsable(table: ReferenceTable, column: ReferenceTable['columns'][number]): boolean;
}

/** Operations over the given tables: filters, orders, pages and relationships, nested. Endless. */
export function* randomOperations(
  tables: readonly ReferenceTable[],
  options: RandomOptions,
): Generator<string> {
  const random = createRandom(options.seed);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[random(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  };
  const usable = (table: ReferenceTable) =>
    table.columns.filter((column) => options.isUsable(table, column));
  const scalarOf = (column: ReferenceTable['columns'][number]): string =>
    column.graphqlType.replaceAll('!', '');
  const filterable = (table: ReferenceTable) =>
    usable(table).filter((column) => scalarOf(column) in LITERALS);
  const targetOf = (edge: ReferenceTable['relationships'][number]): ReferenceTable => {
    const target = tables.find((table) => table.typeName === edge.to.typeName);
    if (target === undefined) throw new Error(`no table ${edge.to.typeName}`);
    return target;
  };

  const condition = (column: ReferenceTable['columns'][number]): string => {
    const literals = LITERALS[scalarOf(column)] ?? [];
    const kind = random(scalarOf(column) === 'String' ? 6 : 4);
    if (kind === 0) return `{_isNull: ${pick(['true', 'false'])}}`;
    if (kind === 1)
      return `{${pick(['_in', '_nin'])}: [${Array.from({ length: random(4) }, () => pick(literals)).join(', ')}]}`;
    if (kind === 4) return `{${pick(['_like', '_nlike', '_ilike', '_nilike'])}: ${pick(PATTERNS)}}`;
    if (kind === 5)
      return `{${pick(['_startsWith', '_endsWith', '_contains'])}: ${pick(literals)}}`;
    return `{${pick(scalarOf(column) === 'Boolean' ? ['_eq', '_neq'] : COMPARISONS)}: ${pick(literals)}}`;
  };
  const lists = (table: ReferenceTable) =>
    options.analysis === true || options.summaries === true
      ? table.relationships.filter((edge) => edge.kind === 'ARRAY')
      : [];
  /** A column, and the scalar of one of its aggregates that can be compared. */
  const compared = (
    table: ReferenceTable,
  ): { readonly field: string; readonly operation: string; readonly scalar: string } => {
    const column = pick(filterable(table));
    const scalar = scalarOf(column);
    if (scalar === 'Boolean')
      return { field: column.fieldName, operation: '_countDistinct', scalar: 'BigInt' };
    const isNumber = NUMBERS.has(scalar) && scalar !== 'Float';
    const operation = pick([...COMPARED_AGGREGATES, ...(isNumber ? ['_sum', '_avg'] : [])]);
    const result =
      {
        _min: scalar,
        _max: scalar,
        _countDistinct: 'BigInt',
        _sum: scalar === 'Int' ? 'BigInt' : 'Decimal',
        _avg: 'Decimal',
      }[operation] ?? scalar;
    return { field: column.fieldName, operation, scalar: result };
  };
  const aggregateWhere = (table: ReferenceTable): string => {
    if (random(3) === 0) return `_count: {${pick(COMPARISONS)}: ${random(3)}}`;
    const { field, operation, scalar } = compared(table);
    return `${field}: {${operation}: {${pick(COMPARISONS)}: ${pick(LITERALS[scalar] ?? [])}}}`;
  };
  const aggregateOrder = (table: ReferenceTable): string => {
    if (random(3) === 0) return `{_count: ${pick(DIRECTIONS)}}`;
    const { field, operation } = compared(table);
    return `{${field}: {${operation}: ${pick(DIRECTIONS)}}}`;
  };
  const where = (table: ReferenceTable, depth: number): string => {
    const kind = random(depth === 0 ? 3 : 7);
    const many = lists(table);
    if (depth > 0 && many.length > 0 && random(4) === 0) {
      const edge = pick(many);
      const of = random(2) === 0 ? `_where: ${where(targetOf(edge), 0)}, ` : '';
      return `{${edge.name}Aggregate: {${of}${aggregateWhere(targetOf(edge))}}}`;
    }
    if (kind === 3)
      return `{${pick(['_and', '_or'])}: [${Array.from({ length: random(3) + 1 }, () => where(table, depth - 1)).join(', ')}]}`;
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
  const orderEntry = (table: ReferenceTable, depth: number): string => {
    const many = lists(table);
    const one = options.analysis
      ? table.relationships.filter(
          (edge) => edge.kind === 'OBJECT' && filterable(targetOf(edge)).length > 0,
        )
      : [];
    const kind = options.analysis !== true || depth === 0 ? 0 : random(4);
    if (kind === 2 && many.length > 0) {
      const edge = pick(many);
      return `{${edge.name}Aggregate: ${aggregateOrder(targetOf(edge))}}`;
    }
    if (kind === 3 && one.length > 0) {
      const edge = pick(one);
      return `{${edge.name}: ${orderEntry(targetOf(edge), depth - 1)}}`;
    }
    return `{${pick(filterable(table)).fieldName}: ${pick(DIRECTIONS)}}`;
  };
  const aggregateSelection = (table: ReferenceTable): string => {
    const columns = filterable(table)
      .filter(() => random(2) === 0)
      .map((column) => {
        const scalar = scalarOf(column);
        const positions = POSITIONS.filter(
          (name) => scalar !== 'Boolean' || !name.startsWith('_quantile'),
        );
        const operations = [
          ...(NUMBERS.has(scalar)
            ? ['_sum', '_avg', ...(options.analysis === true ? ['_stddev'] : [])]
            : []),
          ...(scalar === 'Boolean' ? [] : ['_min', '_max']),
          '_countDistinct',
          pick(positions),
        ];
        return `${column.fieldName} { ${operations.join(' ')} }`;
      });
    return `{ _count ${columns.join(' ')} }`;
  };
  const groups = (table: ReferenceTable): string => {
    const keys = [...new Set([pick(filterable(table)), pick(filterable(table))])]
      .slice(0, random(2) + 1)
      .map((column) => {
        const scalar = scalarOf(column);
        const unit = NUMBERS.has(scalar)
          ? pick(['', ', binWidth: 3'])
          : ['Date', 'DateTime', 'LocalDateTime'].includes(scalar)
            ? pick(['', `, bucket: ${pick(BUCKETS)}`])
            : '';
        return { by: `{column: ${column.fieldName}${unit}}`, key: column.fieldName };
      });
    const one = table.relationships.filter(
      (edge) => edge.kind === 'OBJECT' && filterable(targetOf(edge)).length > 0,
    );
    const related = one.length > 0 && random(2) === 0 ? pick(one) : null;
    const relatedColumn = related === null ? null : pick(filterable(targetOf(related))).fieldName;
    const by = [
      ...keys.map((key) => key.by),
      ...(related === null ? [] : [`{${related.name}: {column: ${relatedColumn}}}`]),
    ];
    const order =
      random(2) === 0
        ? `{key: {${keys[0]?.key}: ${pick(DIRECTIONS)}}}`
        : `{aggregate: ${aggregateOrder(table)}}`;
    const parts = [`by: [${by.join(', ')}]`, `orderBy: [${order}]`];
    if (random(2) === 0) parts.push(`where: ${where(table, 1)}`);
    if (random(3) === 0) parts.push(`having: {${aggregateWhere(table)}}`);
    if (random(3) === 0) parts.push(`limit: ${random(5)}`);
    return `${table.fieldName}Groups(${parts.join(', ')}) { key { ${keys.map((key) => key.key).join(' ')} ${related === null ? '' : `${related.name} { ${relatedColumn} }`} } aggregate ${aggregateSelection(table)} }`;
  };
  const args = (table: ReferenceTable): string => {
    const isDistinct = options.analysis === true && random(5) === 0;
    const order = isDistinct ? pick(filterable(table)).fieldName : '';
    const parts = isDistinct
      ? [
          `distinctOn: [${order}], ` +
            `orderBy: [{${order}: ${pick(DIRECTIONS)}}, ${orderEntry(table, 1)}]`,
        ]
      : [`orderBy: [${orderEntry(table, 2)}]`];
    if (random(3) > 0) parts.push(`where: ${where(table, 2)}`);
    if (random(2) === 0) parts.push(`limit: ${random(5)}`);
    if (random(3) === 0) parts.push(`offset: ${random(3)}`);
    return `(${parts.join(', ')})`;
  };
  const selection = (table: ReferenceTable, depth: number): string => {
    const columns = usable(table)
      .filter(() => random(2) === 0)
      .map((column) => column.fieldName);
    const edges =
      depth === 0
        ? []
        : table.relationships
            .filter(() => random(2) === 0)
            .map(
              (edge) =>
                `${edge.name}${edge.kind === 'ARRAY' ? args(targetOf(edge)) : ''} ` +
                `${selection(targetOf(edge), depth - 1)}`,
            );
    const summaries =
      depth === 0
        ? []
        : lists(table)
            .filter(() => random(3) === 0)
            .map(
              (edge) =>
                `${edge.name}Aggregate${random(2) === 0 ? '' : `(where: ${where(targetOf(edge), 1)})`} ${aggregateSelection(targetOf(edge))}`,
            );
    return `{ ${[...columns, ...edges, ...summaries, '__typename'].join(' ')} }`;
  };
  const ordered = tables.filter(
    (table) => table.primaryKey.length > 0 && filterable(table).length > 0,
  );
  for (;;) {
    const table = pick(ordered);
    const kind = options.analysis === true ? random(4) : 3;
    if (kind === 0) yield `{ ${groups(table)} }`;
    else if (kind === 1)
      yield `{ ${table.fieldName}Aggregate(where: ${where(table, 2)}) ${aggregateSelection(table)} }`;
    else yield `{ ${table.fieldName}${args(table)} ${selection(table, 2)} }`;
  }
}
