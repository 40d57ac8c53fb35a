import type {
  KeyedAggregates,
  PartialAggregate,
  ScanDialect,
} from '../../connectors/contract/source-dialect';
import {
  clickhouseIdentifier,
  clickhouseSettings,
  clickhouseString,
} from '../../sql/clickhouse-quoting';
import { joinSql, sql, type Sql } from '../../sql/sql';
import {
  aggregateColumns,
  aggregateResult,
  averageScale,
  COMPUTED,
  decimalScale,
} from '../../model/aggregate';
import type { Predicate } from '../../model/predicate/predicate';
import { groupSet } from '../../model/selection/group-set';
import { filterColumns } from '../analysis/read-columns';
import { filterSpans } from '../analysis/spans-services';
import { withinBudget } from '../budget/within-budget';
import { columnName, keyName } from '../expressions/names';
import { isPresent, scanAggregate } from '../expressions/scan-aggregate';
import { closed, type Rendered } from './rendered';
import { openScanScope, type ScanScope } from './scan-scope';
import { scanSource } from './scan-source';

/**
 * Aggregates of the rows that have the same values in some columns, as a table that has these
 * columns under their own names.
 */
export interface AggregatesByKey {
  readonly alias: Sql;
  /** (SELECT ...) AS t1 */
  readonly source: Rendered;
  /** t1.a0: the aggregate at this place. */
  readonly ref: (index: number) => Sql;
}

/** Renders the filter of rows: `scanWhere`, which itself renders aggregates. */
export type RenderFilter = (where: Predicate | null, alias: Sql, scope: ScanScope) => Rendered;

/**
 * (SELECT `customer_id`, a0 FROM postgresql(`service_shop`, query = '...')) AS t1
 *
 * Aggregates that the service of the table computes, so that one row for each key comes from there.
 * Null where the service cannot compute them, or not exactly.
 */
export function aggregatesInService(
  wanted: KeyedAggregates,
  scope: ScanScope,
  renderFilter: RenderFilter,
): AggregatesByKey | null {
  if (filterSpans(wanted.where) || wanted.columns.some((column) => /^a[0-9]+$/i.test(column.name)))
    return null;
  const { dialect, ask } = scope;
  const { inSource, parts } = dialect;
  if (ask === undefined) return null;
  if (inSource !== undefined) {
    const scan = { ...dialect.scan, tableName: inSource.tableName };
    const there = openScanScope({ dialect: { ...dialect, scan }, place: scope.place });
    const grouped = groupedQuery(wanted, there, renderFilter).value;
    const query = sql`${grouped} SETTINGS ${clickhouseSettings(inSource.settings)}`;
    return asked(wanted, ask(query, wanted.table), scope, (_aggregate, ref) => ref);
  }
  const isExact =
    wanted.columns.every((column) => isPlain(column.scalar) && dialect.scan.equatesAlike(column)) &&
    wanted.aggregates.every(isNumber);
  return parts === undefined || !isExact || !hasAll(wanted, scope)
    ? null
    : asked(wanted, ask(parts.aggregates(wanted), wanted.table), scope, fromText);
}

/**
 * (SELECT t2.`customer_id` AS `customer_id`, sum(...) AS a0 FROM ... GROUP BY ...) AS t1
 *
 * Aggregates that ClickHouse computes over the rows that it reads.
 */
export function aggregatesHere(
  wanted: KeyedAggregates,
  scope: ScanScope,
  renderFilter: RenderFilter,
): AggregatesByKey {
  const alias = scope.newAlias();
  const grouped = groupedQuery(wanted, scope, renderFilter);
  return {
    alias,
    source: closed(sql`(${grouped.value}) AS ${alias}`, [grouped]),
    ref: (index) => sql`${alias}.${keyName(index, 'a')}`,
  };
}

/** SELECT t1.`customer_id` AS `customer_id`, sum(...) AS a0 FROM ... GROUP BY t1.`customer_id` */
function groupedQuery(
  { table, columns, aggregates, where }: KeyedAggregates,
  scope: ScanScope,
  renderFilter: RenderFilter,
): Rendered {
  const { scan } = scope.dialect;
  const alias = scope.newAlias();
  const read = [
    ...columns,
    ...aggregates.flatMap((each) =>
      each.kind === 'present' ? [each.column] : aggregateColumns(each),
    ),
    ...filterColumns(where),
  ];
  const values = aggregates.map(
    (each, index) => sql`${valueOf(each, alias, read, scan)} AS ${keyName(index, 'a')}`,
  );
  const keys = columns.map(
    (column) => sql`${columnName(alias, column)} AS ${clickhouseIdentifier(column.name)}`,
  );
  const source = scanSource({ table, columns: read, where, limit: null }, alias, scope);
  const condition = renderFilter(where, alias, scope);
  const by = joinSql(
    columns.map((column) => columnName(alias, column)),
    ', ',
  );
  const members = joinSql([...keys, ...values], ', ');
  const from = joinSql([source.value, ...condition.joins], ' ');
  return closed(sql`SELECT ${members} FROM ${from}${condition.value} GROUP BY ${by}`, [
    source,
    condition,
  ]);
}

/** sumOrNullIf(toInt64(t1.`quantity`), isNotNull(t1.`quantity`)) */
function valueOf(
  each: PartialAggregate,
  alias: Sql,
  read: KeyedAggregates['columns'],
  scan: ScanDialect,
): Sql {
  return each.kind === 'present'
    ? sql`countIf(${isPresent(each.column, columnName(alias, each.column))})`
    : scanAggregate(each, alias, read, scan);
}

/**
 * (SELECT `customer_id`, a0 FROM postgresql(`service_shop`, query = '...')) AS t1
 *
 * The answer of a service as a table of aggregates, within the budget of what comes from there.
 * `read` makes the aggregate of the column in which it was answered.
 */
function asked(
  wanted: KeyedAggregates,
  answer: Rendered,
  scope: ScanScope,
  read: (each: PartialAggregate, ref: Sql) => Sql,
): AggregatesByKey {
  const { budget, place } = scope;
  const alias = scope.newAlias();
  const names = joinSql(
    [
      ...wanted.columns.map((column) => clickhouseIdentifier(column.name)),
      ...wanted.aggregates.map((_each, index) => keyName(index, 'a')),
    ],
    ', ',
  );
  const rows = sql`SELECT ${names} FROM ${answer.value}`;
  return {
    alias,
    source: closed(sql`(${withinBudget(rows, names, budget, place)}) AS ${alias}`, [answer]),
    ref: (index) =>
      read(wanted.aggregates[index] ?? { kind: 'count' }, sql`${alias}.${keyName(index, 'a')}`),
  };
}

/** Tells whether the service's own SQL has all that the filter needs. */
function hasAll({ table, where }: KeyedAggregates, { dialect }: ScanScope): boolean {
  return (
    dialect.passthrough?.missing({
      kind: 'groups',
      field: '',
      result: 'LIST',
      groups: groupSet(table, { where }),
    }) === null
  );
}

/**
 * True for keys that every service groups alike, and that ClickHouse reads from a query as it reads
 * them from a table.
 */
function isPlain(scalar: string): boolean {
  return scalar === 'Int' || scalar === 'BigInt' || scalar === 'String' || scalar === 'UUID';
}

/** True for aggregates that are whole numbers or decimals, which survive the way through a text. */
function isNumber(each: PartialAggregate): boolean {
  if (each.kind === 'count' || each.kind === 'present') return true;
  return (
    each.kind === 'simple' &&
    each.column.scalar !== 'Float' &&
    decimalScale(each.column) !== null &&
    ['SUM', 'AVG', 'MIN', 'MAX'].includes(each.function)
  );
}

/** CAST(t1.a0, 'Nullable(Decimal(76, 2))') */
function fromText(each: PartialAggregate, ref: Sql): Sql {
  return sql`CAST(${ref}, ${clickhouseString(`Nullable(${typeOf(each)})`)})`;
}

/** The ClickHouse type of an aggregate that comes as a text: `Int64`, `Decimal(76, 2)`. */
function typeOf(each: PartialAggregate): string {
  if (each.kind !== 'simple') return 'Int64';
  const result = aggregateResult(each);
  if (result.encoding !== COMPUTED)
    return each.column.clickhouseType.replace(/^Nullable\((.*)\)$/, '$1');
  if (each.function === 'SUM' && each.column.scalar !== 'Decimal')
    return each.column.scalar === 'Int' ? 'Int64' : 'Int256';
  const scale = decimalScale(each.column) ?? 0;
  return `Decimal(76, ${each.function === 'AVG' ? averageScale(scale) : scale})`;
}
