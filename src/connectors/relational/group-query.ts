import { countAliases } from '../../sql/count-aliases';
import { EMPTY_SQL, joinSql, sql, type Sql } from '../../sql/sql';
import { type Aggregate, aggregateColumns } from '../../model/aggregate';
import type { RemoteColumn } from '../../model/remote-table';
import type { Aggregated, AggregatedLeaf } from '../../model/selection/aggregated';
import {
  groupAggregates,
  groupColumn,
  type GroupKey,
  type GroupSet,
} from '../../model/selection/group-set';
import type { RelationalSql, RelationalTerms, RowScope } from './relational-sql';

/** The key of a group, and the column that it is a value of, in the database's encodings. */
export interface KeyExpression {
  readonly column: RemoteColumn;
  readonly value: Sql;
}

/** What one database's SQL for groups has of its own. */
export interface GroupTerms extends Pick<
  RelationalTerms,
  'identifier' | 'aggregate' | 'aggregateColumn' | 'orderTerms'
> {
  readonly relational: RelationalSql;
  readonly groupKey: (key: GroupKey, column: RemoteColumn, ref: Sql) => KeyExpression;
  /** The text of a group's object. */
  readonly printRow: (fields: readonly Aggregated[], member: (field: AggregatedLeaf) => Sql) => Sql;
  readonly printKey: (key: KeyExpression) => Sql;
  readonly printAggregate: (aggregate: Aggregate, ref: (column: RemoteColumn) => Sql) => Sql;
  /**
   * The text of an array of printed keys, in a column of its own, where groups are matched by their
   * keys. Absent: keys are not asked for.
   */
  readonly printKeys?: (keys: readonly Sql[]) => Sql;
  /** The column `position`, where groups that have an order are numbered by it. */
  readonly position?: (order: Sql) => Sql;
  /** Renders LIMIT 10 OFFSET 20. */
  readonly page: (groups: GroupSet) => Sql;
}

/**
 * SELECT <object> AS "row" FROM (SELECT <key> AS "k0", t0."amount" FROM "public"."orders" t0 WHERE
 * ...) t1 GROUP BY t1."k0" HAVING ... ORDER BY ... LIMIT 10
 *
 * Keys are computed in a subquery: what is grouped by is a plain column then, whatever made it.
 */
export function renderGroupQuery(groups: GroupSet, terms: GroupTerms): Sql {
  const { relational, identifier } = terms;
  const newAlias = countAliases();
  const row: RowScope & { alias: Sql } = { alias: newAlias(), newAlias };
  const where =
    groups.where === null
      ? EMPTY_SQL
      : sql` WHERE (${relational.renderPredicate(groups.where, row)})`;
  const from = sql`${relational.tableName(groups.table)} ${row.alias}${where}`;
  if (groups.by.length === 0)
    return sql`SELECT ${printRow(groups, [], row, terms)} AS ${identifier('row')} FROM ${from}`;
  const outer: RowScope & { alias: Sql } = { alias: newAlias(), newAlias };
  const names = keyNames(groups).map(identifier);
  const keys = groups.by.map((key, index): KeyExpression => {
    const column = terms.groupKey(key, groupColumn(key), EMPTY_SQL).column;
    return { column, value: sql`${outer.alias}.${names[index] ?? EMPTY_SQL}` };
  });
  const members = keyedMembers(groups, names, row, terms);
  const by = joinSql(
    keys.map((key) => key.value),
    ', ',
  );
  const having =
    groups.having === null
      ? EMPTY_SQL
      : sql` HAVING ${relational.renderPredicate(groups.having, outer)}`;
  const order = orderClause(groups, keys, outer, terms);
  const tail = sql`GROUP BY ${by}${having}${order}${terms.page(groups)}`;
  const position =
    terms.position === undefined || groups.orderBy.length === 0
      ? EMPTY_SQL
      : sql`, ${terms.position(order)}`;
  return joinSql(
    [
      sql`SELECT ${answered(groups, keys, outer, terms)}${position}`,
      sql`FROM (SELECT ${members} FROM ${from}) ${outer.alias} ${tail}`,
    ],
    ' ',
  );
}

/** <key> AS "k0", t0."amount" */
function keyedMembers(
  groups: GroupSet,
  names: readonly Sql[],
  row: RowScope,
  { relational, groupKey }: GroupTerms,
): Sql {
  const computed = groups.by.map((key, index) => {
    const value = relational.renderValue(
      key.value,
      row,
      (column, ref) => groupKey(key, column, ref).value,
    );
    return sql`${value} AS ${names[index] ?? EMPTY_SQL}`;
  });
  const read = aggregatedColumns(groups).map((column) => relational.columnRef(row.alias, column));
  return joinSql([...computed, ...read], ', ');
}

/** <array of keys> AS "key", <object> AS "row" */
function answered(
  groups: GroupSet,
  keys: readonly KeyExpression[],
  row: RowScope,
  terms: GroupTerms,
): Sql {
  const object = sql`${printRow(groups, keys, row, terms)} AS ${terms.identifier('row')}`;
  if (terms.printKeys === undefined) return object;
  const key = sql`${terms.printKeys(keys.map(terms.printKey))} AS ${terms.identifier('key')}`;
  return groups.fields.length === 0 ? key : sql`${key}, ${object}`;
}

function printRow(
  groups: GroupSet,
  keys: readonly KeyExpression[],
  row: RowScope,
  terms: GroupTerms,
): Sql {
  return terms.printRow(groups.fields, (field) =>
    field.kind === 'aggregate'
      ? terms.printAggregate(field.aggregate, (column) =>
          terms.relational.columnRef(row.alias, column),
        )
      : terms.printKey(keyAt(keys, field.index)),
  );
}

function orderClause(
  groups: GroupSet,
  keys: readonly KeyExpression[],
  row: RowScope,
  terms: GroupTerms,
): Sql {
  const rendered = groups.orderBy.flatMap((term) => {
    const { value } = term;
    if (value.kind === 'groupKey') {
      const key = keyAt(keys, value.index);
      return terms.orderTerms(key.column, (of) => of(key.column, key.value), term);
    }
    const column = terms.aggregateColumn(value.aggregate);
    const result = terms.aggregate(value.aggregate, (read) =>
      terms.relational.columnRef(row.alias, read),
    );
    return terms.orderTerms(column, (of) => of(column, result), term);
  });
  return rendered.length === 0 ? EMPTY_SQL : sql` ORDER BY ${joinSql(rendered, ', ')}`;
}

/** Names that no column of the table has, whatever the case. */
function keyNames(groups: GroupSet): readonly string[] {
  const taken = groups.table.columns.map((column) => column.name.toLowerCase());
  let prefix = 'k';
  while (taken.some((name) => name.startsWith(prefix))) prefix += '_';
  return groups.by.map((_key, index) => `${prefix}${index}`);
}

function aggregatedColumns(groups: GroupSet): readonly RemoteColumn[] {
  const columns = groupAggregates(groups).flatMap(aggregateColumns);
  return [...new Map(columns.map((column) => [column.name, column])).values()];
}

function keyAt(keys: readonly KeyExpression[], index: number): KeyExpression {
  const key = keys[index];
  if (key === undefined) throw new Error(`no group key ${index}`);
  return key;
}
