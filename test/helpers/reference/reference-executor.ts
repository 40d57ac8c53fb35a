import {
  execute,
  parse,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { aggregate, type Aggregated, groupKey } from './reference-aggregates';
import { compare, scalarOf } from './reference-values';

/** A table as the management API describes it, with all its rows in the data API's JSON values. */
export interface ReferenceTable {
  readonly fieldName: string;
  readonly typeName: string;
  readonly primaryKey: readonly string[];
  readonly columns: readonly {
    readonly name: string;
    readonly fieldName: string;
    readonly graphqlType: string;
    readonly remoteType?: string;
  }[];
  readonly relationships: readonly {
    readonly name: string;
    readonly kind: 'OBJECT' | 'ARRAY';
    readonly to: { readonly typeName: string };
    readonly columns: readonly { readonly from: string; readonly to: string }[];
  }[];
  readonly rows: readonly Row[];
}

type Value = unknown;
/** By GraphQL field name. */
export type Row = Readonly<Record<string, Value>>;
type Filter = Readonly<Record<string, unknown>>;
/** SQL's three-valued logic. */
type Truth = boolean | null;

/**
 * Answers an operation with graphql-js itself, over rows in memory: what the gateway's forwarded
 * bytes must equal. Slow, plain, and written without a look at the gateway's planner.
 */
export function createReference(schema: GraphQLSchema, tables: readonly ReferenceTable[]) {
  const byType = new Map(tables.map((table) => [table.typeName, table]));
  const byField = new Map(
    tables.flatMap((table) =>
      ['', 'ByPk', 'Aggregate', 'Groups'].map(
        (suffix) => [table.fieldName + suffix, table] as const,
      ),
    ),
  );

  const resolve: GraphQLFieldResolver<
    Row | Aggregated | undefined,
    unknown,
    Record<string, unknown>
  > = (source, args, _context, info) => {
    if (source === undefined) {
      const table = byField.get(info.fieldName);
      if (table === undefined) throw new Error(`no table for ${info.fieldName}`);
      if (info.fieldName === `${table.fieldName}Aggregate`)
        return { aggregated: table, rows: filtered(table, table.rows, args['where']) };
      if (info.fieldName === `${table.fieldName}Groups`) return groups(table, args);
      return info.fieldName === table.fieldName
        ? list(table, table.rows, args)
        : (table.rows.find((row) =>
            table.primaryKey.every((key) =>
              sameKey(row[fieldOf(table, key)], args[fieldOf(table, key)]),
            ),
          ) ?? null);
    }
    if (isAggregated(source)) return aggregate(source, info.fieldName, args);
    const table = byType.get(info.parentType.name);
    const summary = table?.relationships.find(
      (candidate) => candidate.kind === 'ARRAY' && `${candidate.name}Aggregate` === info.fieldName,
    );
    if (table !== undefined && summary !== undefined)
      return summaryOf(table, summary, source, args['where']);
    const edge = table?.relationships.find((candidate) => candidate.name === info.fieldName);
    if (table === undefined || edge === undefined) return source[info.fieldName];
    const related = relatedRows(table, edge, source);
    return edge.kind === 'OBJECT'
      ? (related[0] ?? null)
      : list(tableOf(edge.to.typeName), related, args);
  };

  const tableOf = (typeName: string): ReferenceTable => {
    const table = byType.get(typeName);
    if (table === undefined) throw new Error(`no table of type ${typeName}`);
    return table;
  };

  const relatedRows = (
    table: ReferenceTable,
    edge: ReferenceTable['relationships'][number],
    row: Row,
  ): readonly Row[] => {
    const target = tableOf(edge.to.typeName);
    return target.rows.filter((candidate) =>
      edge.columns.every((pair) => {
        const value = row[fieldOf(table, pair.from)];
        const other = candidate[fieldOf(target, pair.to)];
        const isDecimal = scalarOf(columnOf(table, pair.from)) === 'Decimal';
        // Dates that are none of the calendar relate to nothing across services; within one, no
        // test has them as keys.
        return (
          value !== null &&
          value !== 'infinity' &&
          other !== null &&
          (isDecimal ? compare('Decimal', other, value) === 0 : sameKey(other, value))
        );
      }),
    );
  };

  const summaryOf = (
    table: ReferenceTable,
    edge: ReferenceTable['relationships'][number],
    row: Row,
    where: unknown,
  ): Aggregated => {
    const target = tableOf(edge.to.typeName);
    return { aggregated: target, rows: filtered(target, relatedRows(table, edge, row), where) };
  };

  const filtered = (table: ReferenceTable, rows: readonly Row[], where: unknown): readonly Row[] =>
    rows.filter((row) => matches(table, (where ?? {}) as Filter, row) === true);

  const list = (
    table: ReferenceTable,
    rows: readonly Row[],
    args: Record<string, unknown>,
  ): readonly Row[] => {
    const orderBy = (args['orderBy'] ?? []) as readonly OrderEntry[];
    const isOrdered = orderBy.length > 0 || typeof args['offset'] === 'number';
    const tieBreakers = isOrdered
      ? table.primaryKey.map((key) => ({
          [fieldOf(table, key)]: lastDirection(orderBy).startsWith('DESC') ? 'DESC' : 'ASC',
        }))
      : [];
    const sorted = filtered(table, rows, args['where']).toSorted(
      byEntries([...orderBy, ...tieBreakers], (row, entry) => valueOf(table, row, entry)),
    );
    const distinct = (args['distinctOn'] ?? []) as readonly string[];
    const seen = new Set<string>();
    const firsts =
      distinct.length === 0
        ? sorted
        : sorted.filter((row) => {
            const key = JSON.stringify(distinct.map((field) => row[field]));
            return seen.has(key) ? false : seen.add(key);
          });
    return page(firsts, args);
  };

  /** The value that an entry of `orderBy` names, its scalar, and the direction. */
  const valueOf = (table: ReferenceTable, row: Row | null, entry: OrderEntry): Ordered => {
    const [[name, member]] = Object.entries(entry) as [[string, string | OrderEntry]];
    const column = table.columns.find((candidate) => candidate.fieldName === name);
    if (column !== undefined)
      return { scalar: scalarOf(column), value: row?.[name] ?? null, direction: member as string };
    const summary = table.relationships.find((candidate) => `${candidate.name}Aggregate` === name);
    if (summary !== undefined) {
      const many = row === null ? null : summaryOf(table, summary, row, {});
      return aggregateOf(tableOf(summary.to.typeName), many, member as OrderEntry);
    }
    const edge = table.relationships.find((candidate) => candidate.name === name);
    if (edge === undefined) throw new Error(`no order by ${name}`);
    return valueOf(
      tableOf(edge.to.typeName),
      row === null ? null : (relatedRows(table, edge, row)[0] ?? null),
      member as OrderEntry,
    );
  };

  const aggregateOf = (
    table: ReferenceTable,
    many: Aggregated | null,
    entry: OrderEntry,
  ): Ordered => {
    const [[name, member]] = Object.entries(entry) as [[string, string | OrderEntry]];
    if (name === '_count')
      return {
        scalar: 'BigInt',
        value: many === null ? null : String(many.rows.length),
        direction: member as string,
      };
    const [[operation, direction]] = Object.entries(member as OrderEntry) as [[string, string]];
    const { scalar } = resultOf(table, name, operation);
    return {
      scalar,
      value: many === null ? null : aggregate({ ...many, column: name }, operation, {}),
      direction,
    };
  };

  const resultOf = (
    table: ReferenceTable,
    field: string,
    operation: string,
  ): { readonly scalar: string } => {
    const type = schema.getType(
      `${scalarOf(table.columns.find((column) => column.fieldName === field) ?? { graphqlType: '' })}Aggregate`,
    ) as GraphQLObjectType;
    return { scalar: String(type.getFields()[operation]?.type).replace('!', '') };
  };

  const groups = (table: ReferenceTable, args: Record<string, unknown>) => {
    const by = args['by'] as readonly Filter[];
    const found = new Map<string, { key: Row; many: Aggregated }>();
    for (const row of filtered(table, table.rows, args['where'])) {
      const keys = by.map((entry) => keyOf(table, row, entry));
      const text = JSON.stringify(keys.map(({ value }) => value));
      const group = found.get(text) ?? {
        key: keys.reduce((whole, key) => merged(whole, key.path, key.value), {}),
        many: { aggregated: table, rows: [] },
      };
      found.set(text, { ...group, many: { ...group.many, rows: [...group.many.rows, row] } });
    }
    const having = (args['having'] ?? {}) as Filter;
    const kept = [...found.values()].filter(
      (group) => matchesAggregate(group.many, having) === true,
    );
    const orderBy = (args['orderBy'] ?? []) as readonly OrderEntry[];
    const ties = by.map((entry) => ({ key: nested(pathOf(entry), 'ASC') as OrderEntry }));
    const sorted = kept.toSorted(
      byEntries([...orderBy, ...ties], (group, entry) => {
        if ('aggregate' in entry)
          return aggregateOf(table, group.many, entry['aggregate'] as OrderEntry);
        return keyValue(table, group.key, entry['key'] as OrderEntry);
      }),
    );
    return page(sorted, args).map(({ key, many }) => ({ key, aggregate: many }));
  };

  const keyValue = (table: ReferenceTable, key: Row, entry: OrderEntry): Ordered => {
    const [[name, member]] = Object.entries(entry) as [[string, string | OrderEntry]];
    const column = table.columns.find((candidate) => candidate.fieldName === name);
    if (column !== undefined)
      return { scalar: scalarOf(column), value: key[name], direction: member as string };
    const edge = table.relationships.find((candidate) => candidate.name === name);
    if (edge === undefined) throw new Error(`no key ${name}`);
    return keyValue(tableOf(edge.to.typeName), (key[name] ?? {}) as Row, member as OrderEntry);
  };

  const keyOf = (
    table: ReferenceTable,
    row: Row | null,
    entry: Filter,
  ): { readonly path: readonly string[]; readonly value: unknown } => {
    const edge = table.relationships.find((candidate) => candidate.name in entry);
    if (edge === undefined) {
      const column = table.columns.find((candidate) => candidate.fieldName === entry['column']);
      if (column === undefined) throw new Error('no column of a key');
      return {
        path: [column.fieldName],
        value: groupKey(scalarOf(column), row?.[column.fieldName] ?? null, entry),
      };
    }
    const related = row === null ? null : (relatedRows(table, edge, row)[0] ?? null);
    const { path, value } = keyOf(tableOf(edge.to.typeName), related, entry[edge.name] as Filter);
    return { path: [edge.name, ...path], value };
  };

  const matchesAggregate = (many: Aggregated, filter: Filter): Truth =>
    and(
      Object.entries(filter).map(([name, value]) => {
        const operands = () =>
          (value as readonly Filter[]).map((operand) => matchesAggregate(many, operand));
        if (name === '_and') return and(operands());
        if (name === '_or') return or(operands());
        if (name === '_not') return not(matchesAggregate(many, value as Filter));
        if (name === '_count')
          return and(
            Object.entries(value as Filter).map(([operator, operand]) =>
              matchesValue('BigInt', operator, operand, String(many.rows.length)),
            ),
          );
        return and(
          Object.entries(value as Filter).flatMap(([operation, conditions]) => {
            const { scalar } = resultOf(many.aggregated, name, operation);
            const result = aggregate({ ...many, column: name }, operation, {});
            return Object.entries(conditions as Filter).map(([operator, operand]) =>
              matchesValue(scalar, operator, operand, result),
            );
          }),
        );
      }),
    );

  const matches = (table: ReferenceTable, filter: Filter, row: Row): Truth =>
    and(Object.entries(filter).map(([name, value]) => matchesPart(table, name, value, row)));

  const matchesPart = (table: ReferenceTable, name: string, value: unknown, row: Row): Truth => {
    if (name === '_and')
      return and((value as readonly Filter[]).map((operand) => matches(table, operand, row)));
    if (name === '_or')
      return or((value as readonly Filter[]).map((operand) => matches(table, operand, row)));
    if (name === '_not') return not(matches(table, value as Filter, row));
    const column = table.columns.find((candidate) => candidate.fieldName === name);
    if (column !== undefined)
      return and(
        Object.entries(value as Filter).map(([operator, operand]) =>
          matchesValue(scalarOf(column), operator, operand, row[name]),
        ),
      );
    const summary = table.relationships.find(
      (candidate) => candidate.kind === 'ARRAY' && `${candidate.name}Aggregate` === name,
    );
    if (summary !== undefined) {
      const { _where: where, ...conditions } = value as Filter;
      return matchesAggregate(summaryOf(table, summary, row, where), conditions);
    }
    const edge = table.relationships.find((candidate) => candidate.name === name);
    if (edge === undefined) throw new Error(`no column or relationship ${name}`);
    return relatedRows(table, edge, row).some(
      (related) => matches(tableOf(edge.to.typeName), value as Filter, related) === true,
    );
  };

  return {
    async run(
      query: string,
      variableValues: Readonly<Record<string, unknown>> = {},
    ): Promise<ExecutionResult> {
      return execute({
        schema,
        document: parse(query),
        variableValues,
        fieldResolver: resolve as GraphQLFieldResolver<unknown, unknown>,
      });
    },
  };
}

function columnOf(table: ReferenceTable, column: string): ReferenceTable['columns'][number] {
  const found = table.columns.find((candidate) => candidate.name === column);
  if (found === undefined) throw new Error(`no column ${column}`);
  return found;
}

const fieldOf = (table: ReferenceTable, column: string): string =>
  columnOf(table, column).fieldName;

function sameKey(a: Value, b: Value): boolean {
  return (
    a !== null &&
    b !== null &&
    JSON.stringify(a).replace(/^"|"$/g, '') === JSON.stringify(b).replace(/^"|"$/g, '')
  );
}

function and(truths: readonly Truth[]): Truth {
  return truths.includes(false) ? false : truths.includes(null) ? null : true;
}

function or(truths: readonly Truth[]): Truth {
  return truths.includes(true) ? true : truths.includes(null) ? null : false;
}

function not(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

function matchesValue(scalar: string, operator: string, operand: unknown, value: Value): Truth {
  if (operator === '_isNull') return (value === null) === operand;
  if (operator === '_in' || operator === '_nin') {
    const found = or(
      (operand as readonly unknown[]).map((item) => matchesValue(scalar, '_eq', item, value)),
    );
    return operator === '_in' ? found : not(found);
  }
  if (value === null) return null;
  if (Array.isArray(value)) return matchesList(scalar, operator, operand, value);
  const order = (): number => compare(scalar, value, canonical(scalar, operand));
  switch (operator) {
    case '_eq':
      return order() === 0;
    case '_neq':
      return order() !== 0;
    case '_gt':
      return order() > 0;
    case '_gte':
      return order() >= 0;
    case '_lt':
      return order() < 0;
    case '_lte':
      return order() <= 0;
    case '_like':
      return like(value as string, operand as string, '');
    case '_nlike':
      return !like(value as string, operand as string, '');
    case '_ilike':
      return like(value as string, operand as string, 'i');
    case '_nilike':
      return !like(value as string, operand as string, 'i');
    case '_startsWith':
      return (value as string).startsWith(operand as string);
    case '_endsWith':
      return (value as string).endsWith(operand as string);
    case '_regex':
      return new RegExp(operand as string, 's').test(value as string);
    case '_contains':
      return (value as string).includes(operand as string);
    default:
      throw new Error(`no operator ${operator}`);
  }
}

function matchesList(
  scalar: string,
  operator: string,
  operand: unknown,
  list: readonly unknown[],
): boolean {
  const has = (item: unknown): boolean =>
    list.some(
      (element) => element !== null && compare(scalar, element, canonical(scalar, item)) === 0,
    );
  const operands = operand as readonly unknown[];
  switch (operator) {
    case '_has':
      return has(operand);
    case '_hasAny':
      return operands.some(has);
    case '_hasAll':
      return operands.every(has);
    case '_eq':
      return (
        list.length === operands.length &&
        list.every((element, index) =>
          element === null || operands[index] === null
            ? element === operands[index]
            : compare(scalar, element, canonical(scalar, operands[index])) === 0,
        )
      );
    default:
      throw new Error(`no operator ${operator}`);
  }
}

/** The operand as the data API would print it, for the spellings that the tests use. */
function canonical(scalar: string, operand: unknown): unknown {
  if (scalar === 'DateTime') return new Date(operand as string).toISOString().replace('.000Z', 'Z');
  return scalar === 'UUID' ? (operand as string).toLowerCase() : operand;
}

function like(value: string, pattern: string, flags: string): boolean {
  const source = pattern.replace(
    /\\(.)|([%_])|([.*+?^${}()|[\]\\])/gs,
    (_all, escaped?: string, wildcard?: string, special?: string) =>
      escaped !== undefined
        ? `\\u{${(escaped.codePointAt(0) ?? 0).toString(16)}}`
        : wildcard === '%'
          ? '.*'
          : wildcard === '_'
            ? '.'
            : `\\${special ?? ''}`,
  );
  return new RegExp(`^${source}$`, `su${flags}`).test(value);
}

/** An entry of `orderBy`: one member, at last a direction. */
interface OrderEntry {
  readonly [name: string]: string | OrderEntry;
}

interface Ordered {
  readonly scalar: string;
  readonly value: Value;
  readonly direction: string;
}

function byEntries<T>(
  entries: readonly OrderEntry[],
  valueOf: (item: T, entry: OrderEntry) => Ordered,
): (a: T, b: T) => number {
  return (a, b) => {
    for (const entry of entries) {
      const [left, right] = [valueOf(a, entry), valueOf(b, entry)];
      const descending = left.direction.startsWith('DESC');
      const nullsFirst = left.direction.endsWith('NULLS_FIRST') || left.direction === 'DESC';
      if (left.value === null && right.value === null) continue;
      if (left.value === null || right.value === null)
        return (left.value === null) === nullsFirst ? -1 : 1;
      const order = compare(left.scalar, left.value, right.value);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  };
}

function lastDirection(orderBy: readonly OrderEntry[]): string {
  let entry: string | OrderEntry | undefined = orderBy.at(-1);
  while (typeof entry === 'object') entry = Object.values(entry)[0];
  return entry ?? 'ASC';
}

function page<T>(items: readonly T[], args: Record<string, unknown>): readonly T[] {
  const offset = (args['offset'] ?? 0) as number;
  return items.slice(
    offset,
    typeof args['limit'] === 'number' ? offset + args['limit'] : undefined,
  );
}

function isAggregated(source: Row | Aggregated): source is Aggregated {
  return 'aggregated' in source;
}

function pathOf(entry: Filter): readonly string[] {
  if (typeof entry['column'] === 'string') return [entry['column']];
  const [[name, related]] = Object.entries(entry) as [[string, Filter]];
  return [name, ...pathOf(related)];
}

function nested(path: readonly string[], value: unknown): unknown {
  return path.reduceRight((inner, name) => ({ [name]: inner }), value);
}

function merged(whole: Row, [name = '', ...rest]: readonly string[], value: unknown): Row {
  return {
    ...whole,
    [name]: rest.length === 0 ? value : merged((whole[name] ?? {}) as Row, rest, value),
  };
}
