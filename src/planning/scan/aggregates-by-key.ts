import type { KeyedAggregates, PartialAggregate } from '../../connectors/contract/source-dialect';
import {
  aggregateColumns,
  aggregateResult,
  averageScale,
  COMPUTED,
  decimalScale,
} from '../../model/aggregate';
import { groupSet } from '../../model/selection/group-set';
import { clickhouseIdentifier, clickhouseString } from '../../sql/clickhouse-quoting';
import { renderSettings } from '../../sql/render-settings';
import { joinSql, sql, type Sql } from '../../sql/sql';
import { filterColumns } from '../analysis/read-columns';
import { isPresent, scanAggregate } from '../expressions/scan-aggregate';
import { withinBudget } from '../budget/within-budget';
import {
  columnRef,
  keyName,
  openScanAccount,
  openScanScope,
  openSelect,
  type ScanScope,
} from './scan-scope';
import { scanSource } from './scan-source';
import { scanWhere } from './scan-where';
import { filterSpans } from '../analysis/spans-services';

/** Aggregates of the rows that have the same values in some columns, as a table: the columns under their own names. */
export interface AggregatesByKey {
  readonly alias: Sql;
  /** (SELECT ...) AS t1 */
  readonly source: Sql;
  /** The aggregate at this place. */
  readonly ref: (index: number) => Sql;
}

/** As its service computes them: one row for each key comes from there. Null where it can not, or not exactly. */
export function aggregatesInService(
  wanted: KeyedAggregates,
  scope: ScanScope,
): AggregatesByKey | null {
  if (filterSpans(wanted.where) || wanted.columns.some((column) => /^a[0-9]+$/i.test(column.name)))
    return null;
  const { inSource, parts } = scope.dialect;
  const { ask } = scope.account;
  if (ask === undefined) return null;
  if (inSource !== undefined) {
    const there = openScanScope(
      { ...scope.dialect, scan: { ...scope.dialect.scan, tableName: inSource.tableName } },
      openScanAccount(),
    );
    const query = sql`${groupedQuery(wanted, there)} SETTINGS ${renderSettings(inSource.settings)}`;
    return asked(wanted, query, scope, (_aggregate, ref) => ref);
  }
  const isExact =
    wanted.columns.every(
      (column) => isPlain(column.scalar) && scope.dialect.scan.equatesAlike(column),
    ) && wanted.aggregates.every(isNumber);
  return parts === undefined || !isExact || !hasAll(wanted, scope)
    ? null
    : asked(wanted, parts.aggregates(wanted), scope, fromText);
}

/** As ClickHouse computes them over what it reads. */
export function aggregatesHere(wanted: KeyedAggregates, scope: ScanScope): AggregatesByKey {
  const alias = scope.newAlias();
  return {
    alias,
    source: sql`(${groupedQuery(wanted, scope)}) AS ${alias}`,
    ref: (index) => sql`${alias}.${keyName(index, 'a')}`,
  };
}

/** SELECT t1.`customer_id` AS `customer_id`, sum(...) AS a0 FROM ... AS t1 WHERE ... GROUP BY t1.`customer_id` */
function groupedQuery(
  { table, columns, aggregates, where }: KeyedAggregates,
  scope: ScanScope,
): Sql {
  const select = openSelect(scope);
  const read = [
    ...columns,
    ...aggregates.flatMap((each) =>
      each.kind === 'present' ? [each.column] : aggregateColumns(each),
    ),
    ...filterColumns(where),
  ];
  const values = aggregates.map(
    (each, index) => sql`${valueOf(each, select.alias, read, scope)} AS ${keyName(index, 'a')}`,
  );
  const keys = columns.map(
    (column) => sql`${columnRef(select.alias, column)} AS ${clickhouseIdentifier(column.name)}`,
  );
  const source = scanSource({ table, columns: read, where, limit: null }, select.alias, scope);
  const condition = scanWhere(where, select, scope);
  const by = joinSql(
    columns.map((column) => columnRef(select.alias, column)),
    ', ',
  );
  return sql`SELECT ${joinSql([...keys, ...values], ', ')} FROM ${joinSql([source, ...select.joins], ' ')}${condition} GROUP BY ${by}`;
}

function valueOf(
  each: PartialAggregate,
  alias: Sql,
  read: KeyedAggregates['columns'],
  scope: ScanScope,
): Sql {
  return each.kind === 'present'
    ? sql`countIf(${isPresent(each.column, columnRef(alias, each.column))})`
    : scanAggregate(each, alias, read, scope);
}

/** (SELECT `customer_id`, a0 FROM postgresql(`service_shop`, query = '...')) AS t1, within the budget of what comes from there. */
function asked(
  wanted: KeyedAggregates,
  query: Sql,
  scope: ScanScope,
  read: (each: PartialAggregate, ref: Sql) => Sql,
): AggregatesByKey {
  const { account } = scope;
  const alias = scope.newAlias();
  const names = joinSql(
    [
      ...wanted.columns.map((column) => clickhouseIdentifier(column.name)),
      ...wanted.aggregates.map((_each, index) => keyName(index, 'a')),
    ],
    ', ',
  );
  const rows = sql`SELECT ${names} FROM ${account.ask?.(query, wanted.table) ?? sql``}`;
  const source = sql`(${withinBudget(rows, names, account.budget, account.place)}) AS ${alias}`;
  return {
    alias,
    source,
    ref: (index) =>
      read(wanted.aggregates[index] ?? { kind: 'count' }, sql`${alias}.${keyName(index, 'a')}`),
  };
}

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

/** Keys that a service groups as everybody else compares them, and that ClickHouse reads from a query as from its table. */
function isPlain(scalar: string): boolean {
  return scalar === 'Int' || scalar === 'BigInt' || scalar === 'String' || scalar === 'UUID';
}

/** Whole numbers and decimals, which are the same as texts. */
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
