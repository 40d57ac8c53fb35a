import { execute, parse, type ExecutionResult, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';

/** A table as the management API describes it, with all its rows in the data API's JSON values. */
export interface ReferenceTable {
  readonly fieldName: string;
  readonly typeName: string;
  readonly primaryKey: readonly string[];
  readonly columns: readonly { readonly name: string; readonly fieldName: string; readonly graphqlType: string }[];
  readonly relationships: readonly { readonly name: string; readonly kind: 'OBJECT' | 'ARRAY'; readonly to: { readonly typeName: string }; readonly columns: readonly { readonly from: string; readonly to: string }[] }[];
  readonly rows: readonly Row[];
}

type Value = unknown;
/** By GraphQL field name. */
export type Row = Readonly<Record<string, Value>>;
type Filter = Readonly<Record<string, unknown>>;
/** SQL's three-valued logic. */
type Truth = boolean | null;

/**
 * Answers an operation with graphql-js itself, over rows in memory: what the gateway's forwarded bytes must equal.
 * Slow, plain, and written without a look at the gateway's planner.
 */
export function createReference(schema: GraphQLSchema, tables: readonly ReferenceTable[]) {
  const byType = new Map(tables.map((table) => [table.typeName, table]));
  const byField = new Map(tables.flatMap((table) => [[table.fieldName, table] as const, [`${table.fieldName}ByPk`, table] as const]));

  const resolve: GraphQLFieldResolver<Row | undefined, unknown, Record<string, unknown>> = (source, args, _context, info) => {
    if (source === undefined) {
      const table = byField.get(info.fieldName);
      if (table === undefined) throw new Error(`no table for ${info.fieldName}`);
      return info.fieldName === table.fieldName ? list(table, table.rows, args) : table.rows.find((row) => table.primaryKey.every((key) => sameKey(row[fieldOf(table, key)], args[fieldOf(table, key)]))) ?? null;
    }
    const table = byType.get(info.parentType.name);
    const edge = table?.relationships.find((candidate) => candidate.name === info.fieldName);
    if (table === undefined || edge === undefined) return source[info.fieldName];
    const related = relatedRows(table, edge, source);
    return edge.kind === 'OBJECT' ? related[0] ?? null : list(tableOf(edge.to.typeName), related, args);
  };

  const tableOf = (typeName: string): ReferenceTable => {
    const table = byType.get(typeName);
    if (table === undefined) throw new Error(`no table of type ${typeName}`);
    return table;
  };

  const relatedRows = (table: ReferenceTable, edge: ReferenceTable['relationships'][number], row: Row): readonly Row[] => {
    const target = tableOf(edge.to.typeName);
    return target.rows.filter((candidate) => edge.columns.every((pair) => {
      const value = row[fieldOf(table, pair.from)];
      const other = candidate[fieldOf(target, pair.to)];
      const isDecimal = scalarOf(columnOf(table, pair.from)) === 'Decimal';
      // Dates that are none of the calendar relate to nothing across services; within one, no test has them as keys.
      return value !== null && value !== 'infinity' && other !== null && (isDecimal ? compare('Decimal', other, value) === 0 : sameKey(other, value));
    }));
  };

  const list = (table: ReferenceTable, rows: readonly Row[], args: Record<string, unknown>): readonly Row[] => {
    const filter = (args['where'] ?? {}) as Filter;
    const kept = rows.filter((row) => matches(table, filter, row) === true);
    const orderBy = (args['orderBy'] ?? []) as readonly Record<string, string>[];
    const isOrdered = orderBy.length > 0 || typeof args['offset'] === 'number';
    const last = Object.values(orderBy.at(-1) ?? {})[0] ?? 'ASC';
    const tieBreakers = isOrdered ? table.primaryKey.map((key) => ({ [fieldOf(table, key)]: last.startsWith('DESC') ? 'DESC' : 'ASC' })) : [];
    const terms = [...orderBy, ...tieBreakers].flatMap((entry) => Object.entries(entry));
    const sorted = kept.toSorted((a, b) => compareBy(table, terms, a, b));
    const offset = (args['offset'] ?? 0) as number;
    return sorted.slice(offset, typeof args['limit'] === 'number' ? offset + args['limit'] : undefined);
  };

  const matches = (table: ReferenceTable, filter: Filter, row: Row): Truth => and(Object.entries(filter).map(([name, value]) => matchesPart(table, name, value, row)));

  const matchesPart = (table: ReferenceTable, name: string, value: unknown, row: Row): Truth => {
    if (name === '_and') return and((value as readonly Filter[]).map((operand) => matches(table, operand, row)));
    if (name === '_or') return or((value as readonly Filter[]).map((operand) => matches(table, operand, row)));
    if (name === '_not') return not(matches(table, value as Filter, row));
    const column = table.columns.find((candidate) => candidate.fieldName === name);
    if (column !== undefined) return and(Object.entries(value as Filter).map(([operator, operand]) => matchesValue(scalarOf(column), operator, operand, row[name])));
    const edge = table.relationships.find((candidate) => candidate.name === name);
    if (edge === undefined) throw new Error(`no column or relationship ${name}`);
    return relatedRows(table, edge, row).some((related) => matches(tableOf(edge.to.typeName), value as Filter, related) === true);
  };

  return {
    async run(query: string, variableValues: Readonly<Record<string, unknown>> = {}): Promise<ExecutionResult> {
      return execute({ schema, document: parse(query), variableValues, fieldResolver: resolve as GraphQLFieldResolver<unknown, unknown> });
    },
  };
}

function columnOf(table: ReferenceTable, column: string): ReferenceTable['columns'][number] {
  const found = table.columns.find((candidate) => candidate.name === column);
  if (found === undefined) throw new Error(`no column ${column}`);
  return found;
}

const fieldOf = (table: ReferenceTable, column: string): string => columnOf(table, column).fieldName;

function scalarOf(column: { readonly graphqlType: string }): string {
  return column.graphqlType.replace(/[[\]!]/g, '');
}

function sameKey(a: Value, b: Value): boolean {
  return a !== null && b !== null && JSON.stringify(a).replace(/^"|"$/g, '') === JSON.stringify(b).replace(/^"|"$/g, '');
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
    const found = or((operand as readonly unknown[]).map((item) => matchesValue(scalar, '_eq', item, value)));
    return operator === '_in' ? found : not(found);
  }
  if (value === null) return null;
  const order = (): number => compare(scalar, value, canonical(scalar, operand));
  switch (operator) {
    case '_eq': return order() === 0;
    case '_neq': return order() !== 0;
    case '_gt': return order() > 0;
    case '_gte': return order() >= 0;
    case '_lt': return order() < 0;
    case '_lte': return order() <= 0;
    case '_like': return like(value as string, operand as string, '');
    case '_nlike': return !like(value as string, operand as string, '');
    case '_ilike': return like(value as string, operand as string, 'i');
    case '_nilike': return !like(value as string, operand as string, 'i');
    case '_startsWith': return (value as string).startsWith(operand as string);
    case '_endsWith': return (value as string).endsWith(operand as string);
    case '_contains': return (value as string).includes(operand as string);
    default: throw new Error(`no operator ${operator}`);
  }
}

/** The operand as the data API would print it, for the spellings that the tests use. */
function canonical(scalar: string, operand: unknown): unknown {
  if (scalar === 'DateTime') return new Date(operand as string).toISOString().replace('.000Z', 'Z');
  return scalar === 'UUID' ? (operand as string).toLowerCase() : operand;
}

function compare(scalar: string, a: Value, b: Value): number {
  switch (scalar) {
    case 'Int':
    case 'Float':
      return Math.sign((a as number) - (b as number));
    case 'BigInt':
      return BigInt(a as string) < BigInt(b as string) ? -1 : BigInt(a as string) > BigInt(b as string) ? 1 : 0;
    case 'Decimal': {
      const [left, right] = [scaled(a as string), scaled(b as string)];
      return left < right ? -1 : left > right ? 1 : 0;
    }
    case 'Boolean':
      return Number(a) - Number(b);
    case 'DateTime':
      return Buffer.compare(Buffer.from((a as string).replace('Z', '')), Buffer.from((b as string).replace('Z', '')));
    default:
      return Buffer.compare(Buffer.from(a as string), Buffer.from(b as string));
  }
}

function scaled(decimal: string): bigint {
  const [whole = '', fraction = ''] = decimal.replace('-', '').split('.');
  return BigInt(whole + fraction.padEnd(40, '0')) * (decimal.startsWith('-') ? -1n : 1n);
}

function like(value: string, pattern: string, flags: string): boolean {
  const source = pattern.replace(/\\(.)|([%_])|([.*+?^${}()|[\]\\])/gs, (_all, escaped?: string, wildcard?: string, special?: string) =>
    escaped !== undefined ? `\\u{${(escaped.codePointAt(0) ?? 0).toString(16)}}` : wildcard === '%' ? '.*' : wildcard === '_' ? '.' : `\\${special ?? ''}`);
  return new RegExp(`^${source}$`, `su${flags}`).test(value);
}

function compareBy(table: ReferenceTable, terms: readonly (readonly [string, string])[], a: Row, b: Row): number {
  for (const [field, direction] of terms) {
    const column = table.columns.find((candidate) => candidate.fieldName === field);
    if (column === undefined) throw new Error(`no column ${field}`);
    const descending = direction.startsWith('DESC');
    const nullsFirst = direction.endsWith('NULLS_FIRST') || direction === 'DESC';
    const [left, right] = [a[field] ?? null, b[field] ?? null];
    if (left === null && right === null) continue;
    if (left === null || right === null) return (left === null) === nullsFirst ? -1 : 1;
    const order = compare(scalarOf(column), left, right);
    if (order !== 0) return descending ? -order : order;
  }
  return 0;
}
