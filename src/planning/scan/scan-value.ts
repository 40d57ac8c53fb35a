import type { ScanDialect } from '../../connectors/contract/source-dialect';
import { joinSql, sql, type Sql } from '../../sql/sql';
import type { Aggregate } from '../../model/aggregate';
import type { RemoteColumn } from '../../model/remote-table';
import { foldValue, type ValueAlgebra } from '../../model/selection/fold-value';
import { rowSet } from '../../model/selection/row-set';
import { ownColumnsOfValue, type RowValue } from '../../model/selection/row-value';
import { columnName, keyName, keyNames } from '../expressions/names';
import { joinKeyed, joinKeyMembers } from './join-keyed';
import { closed, plain, type Rendered } from './rendered';
import type { ScanScope } from './scan-scope';
import { readOfRows, scanSource, whereKeyed } from './scan-source';
import { joinAggregate, scanWhere } from './scan-where';

/**
 * Makes the expressions that are wanted of a value, wherever it stands; `scan` is the dialect of
 * the service of the value's table.
 */
export interface OfValue {
  readonly column: (column: RemoteColumn, ref: Sql, scan: ScanDialect) => readonly Sql[];
  readonly aggregate: (aggregate: Aggregate, ref: Sql, scan: ScanDialect) => readonly Sql[];
}

/**
 * t2.v0
 *
 * Expressions of a value of the row, or of the one row that it leads to; all of them are null where
 * there is no such row.
 *
 * @param alias of the row
 */
export function scanRowValue(
  value: RowValue,
  alias: Sql,
  ofValue: OfValue,
  scope: ScanScope,
): Rendered<readonly Sql[]> {
  return foldValue(value, VALUES, { alias, scope, ofValue });
}

interface ValueScope {
  readonly alias: Sql;
  readonly scope: ScanScope;
  readonly ofValue: OfValue;
}

const VALUES: ValueAlgebra<Rendered<readonly Sql[]>, ValueScope> = {
  column: ({ column }, { alias, scope, ofValue }) =>
    plain(ofValue.column(column, columnName(alias, column), scope.dialect.scan)),
  aggregate: ({ of, aggregate }, { alias, scope, ofValue }) => {
    const joined = joinAggregate(of, aggregate, alias, scope);
    const { scan } = scope.of(of.edge.to).dialect;
    return { ...joined, value: ofValue.aggregate(aggregate, joined.value, scan) };
  },
  related: joinedValues,
};

/** LEFT JOIN (SELECT t1.`id` AS k0, t1.`name` AS v0 FROM ... LIMIT 1 BY k0) AS t2 ON t2.k0 = ... */
function joinedValues(
  { edge, value }: Extract<RowValue, { kind: 'related' }>,
  { alias, scope, ofValue }: ValueScope,
  valuesOf: (context: ValueScope) => Rendered<readonly Sql[]>,
): Rendered<readonly Sql[]> {
  const keys = edge.columns.map((pair) => pair.to);
  const where = whereKeyed(null, keys);
  const there = scope.of(edge.to);
  const inner = there.newAlias();
  const values = valuesOf({ alias: inner, scope: there, ofValue });
  const read = readOfRows(rowSet(edge.to, { where }), keys);
  const columns = [...read.columns, ...ownColumnsOfValue(value)];
  const source = scanSource({ ...read, columns }, inner, there);
  const condition = scanWhere(where, inner, there);
  const named = values.value.map((each, index) => sql`${each} AS ${keyName(index, 'v')}`);
  const members = joinSql([...joinKeyMembers(edge, inner, there), ...named], ', ');
  const from = joinSql([source.value, ...values.joins, ...condition.joins], ' ');
  const first = edge.crosses ? sql`` : sql` LIMIT 1 BY ${keyNames(keys.length)}`;
  const subquery = closed(sql`SELECT ${members} FROM ${from}${condition.value}${first}`, [
    values,
    source,
    condition,
  ]);
  const joined = joinKeyed(edge, subquery, alias, scope);
  return {
    ...joined,
    value: values.value.map((_value, index) => sql`${joined.value}.${keyName(index, 'v')}`),
  };
}
