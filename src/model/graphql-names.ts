import { SCALAR_NAMES, type RelationshipKind } from './remote-table';

/**
 * `customer_id` -> `customerId`. The result is a valid GraphQL name; it is null when the text has
 * no usable character.
 */
export function toCamelCase(text: string): string | null {
  const [first, ...rest] = wordsOf(text);
  return first === undefined ? null : guardDigit(lowerStart(first) + rest.map(capitalise).join(''));
}

/**
 * `customer_id` -> `CustomerId`. The result is a valid GraphQL name; it is null when the text has
 * no usable character.
 */
export function toPascalCase(text: string): string | null {
  const words = wordsOf(text);
  return words.length === 0 ? null : guardDigit(words.map(capitalise).join(''));
}

/**
 * One unique field name for each column, in the order of the columns. Of two columns with one name
 * the first keeps the name, and the other gets a number.
 */
export function allocateColumnNames(
  columns: readonly { readonly name: string }[],
): readonly string[] {
  const taken = new Set<string>();
  return columns.map((column, index) => {
    const name = firstFree(
      toCamelCase(column.name) ?? `column${index + 1}`,
      (candidate) => !taken.has(candidate),
    );
    taken.add(name);
    return name;
  });
}

/** The root field and the row type of a table in the data API. */
export interface TableNames {
  readonly fieldName: string;
  readonly typeName: string;
}

interface TableNaming {
  readonly serviceName: string;
  /** Empty for the schema that the service's address stands for, which names leave out. */
  readonly schema: string;
  readonly table: string;
  /**
   * The table's place among those that are named together, from 1. It names a table whose own name
   * has no usable character.
   */
  readonly position?: number;
  /** Every name that is in use: fields and types of other tables, and shared ones. */
  readonly taken: ReadonlySet<string>;
}

/**
 * Names a table: service `shop`, schema `sales`, table `order_lines` -> `shopSalesOrderLines`. A
 * number follows when a name is taken that the data API would derive.
 */
export function allocateTableNames(naming: TableNaming): TableNames {
  const words = [
    naming.serviceName,
    naming.schema,
    wordsOf(naming.table).length === 0 ? `table${naming.position ?? 1}` : naming.table,
  ];
  const base = toCamelCase(words.join(' ')) ?? 'table';
  return tableNames(firstFree(base, (candidate) => areFree(tableNames(candidate), naming.taken)));
}

/** The names of a table whose root field was chosen by the caller. */
export function tableNames(fieldName: string): TableNames {
  return { fieldName, typeName: fieldName.charAt(0).toUpperCase() + fieldName.slice(1) };
}

/** Every name that the data API derives from a table: its root fields and its types. */
export function derivedNames({ fieldName, typeName }: TableNames): readonly string[] {
  return [
    ...['', 'ByPk', 'Aggregate', 'Groups', 'Connection'].map((suffix) => fieldName + suffix),
    ...TYPE_SUFFIXES.map((suffix) => typeName + suffix),
  ];
}

/**
 * The fields of a type that one relationship takes: a list of related rows comes with a field of
 * its aggregates.
 */
export function relationshipFields(name: string, kind: RelationshipKind): readonly string[] {
  return kind === 'ARRAY' ? [name, `${name}Aggregate`] : [name];
}

/** Whether none of the names is taken that the data API derives from the table's. */
export function areFree(names: TableNames, taken: ReadonlySet<string>): boolean {
  return derivedNames(names).every((name) => !taken.has(name));
}

/**
 * Whether a caller may give the name to a field. Names with two leading underscores belong to
 * introspection.
 */
export function isGraphqlName(text: string): boolean {
  return /^(?!__)[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(text);
}

const TYPE_SUFFIXES = [
  '',
  'Filter',
  'OrderBy',
  'Column',
  'Aggregate',
  'AggregateFilter',
  'AggregateOrderBy',
  'Group',
  'GroupKey',
  'GroupBy',
  'GroupsOrderBy',
  'Connection',
  'Edge',
] as const;

/**
 * Names that are the same in every gateway, whatever tables exist: the data API's shared types, and
 * federation's.
 */
export const SHARED_DATA_NAMES: ReadonlySet<string> = new Set([
  ...[...SCALAR_NAMES, 'ID'].flatMap((scalar) =>
    [
      '',
      'Filter',
      'ListFilter',
      'Aggregate',
      'AggregateFilter',
      'AggregateOrderBy',
      'ListAggregate',
    ].map((suffix) => scalar + suffix),
  ),
  'OrderDirection',
  'PageInfo',
  'Node',
  'TimeBucket',
  'Query',
  'Mutation',
  'Subscription',
  'node',
  'nodes',
  '_service',
  '_entities',
  '_Service',
  '_Entity',
  '_Any',
]);

/**
 * The words of a text in ASCII. Letters that Unicode takes apart lose their marks (é -> e), and
 * other letters beyond ASCII are dropped.
 */
function wordsOf(text: string): readonly string[] {
  const ascii = text
    .normalize('NFKD')
    .replace(/[^\p{ASCII}]/gu, (character) => (/[\p{L}\p{M}\p{N}]/u.test(character) ? '' : ' '));
  return ascii.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
}

/**
 * `CustomerName` -> `customerName`, `ID` -> `id`, `HTTPServer` -> `httpServer`, `customerID` stays.
 */
function lowerStart(word: string): string {
  if (isAllCapitals(word)) return word.toLowerCase();
  return word.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+/, (capitals) => capitals.toLowerCase());
}

function capitalise(word: string): string {
  const rest = word.slice(1);
  return word.charAt(0).toUpperCase() + (isAllCapitals(word) ? rest.toLowerCase() : rest);
}

function isAllCapitals(word: string): boolean {
  return !/[a-z]/.test(word);
}

function guardDigit(name: string): string {
  return /^[0-9]/.test(name) ? `_${name}` : name;
}

/** `name`, or the first of `name2`, `name3`, ... that is free. */
export function firstFree(name: string, isFree: (candidate: string) => boolean): string {
  if (isFree(name)) return name;
  let suffix = 2;
  while (!isFree(`${name}${suffix}`)) suffix += 1;
  return `${name}${suffix}`;
}
