import type { Aggregate } from '../../model/aggregate';
import { rowSet } from '../../model/selection/row-set';
import { ownColumnsOfValue, type RowValue } from '../../model/selection/row-value';
import type { RemoteColumn } from '../../model/remote-table';
import { joinSql, sql, type Sql } from '../../sql/sql';
import { joinAggregate } from './join-aggregate';
import { joinKeyed, joinKeyMembers } from './join-keyed';
import {
  columnRef,
  keyName,
  keyNames,
  openSelect,
  type ScanScope,
  type ScanSelect,
} from './scan-scope';
import { readOfRows, scanSource, whereKeyed } from './scan-source';
import { scanWhere } from './scan-where';

/** What is wanted of a value, wherever it stands; `scope` is that of its table. */
export interface OfValue {
  readonly column: (column: RemoteColumn, ref: Sql, scope: ScanScope) => readonly Sql[];
  readonly aggregate: (aggregate: Aggregate, ref: Sql, scope: ScanScope) => readonly Sql[];
}

/**
 * LEFT JOIN (SELECT t1.`id` AS k0, t1.`name` AS v0 FROM ... LIMIT 1 BY k0) AS t2 ON t2.k0 = t0.`artist_id`
 * Expressions of a value of the row, or of the one row that it leads to; all null where there is no such row.
 */
export function scanRowValue(
  value: RowValue,
  select: ScanSelect,
  ofValue: OfValue,
  scope: ScanScope,
): readonly Sql[] {
  if (value.kind === 'column')
    return ofValue.column(value.column, columnRef(select.alias, value.column), scope);
  if (value.kind === 'aggregate')
    return ofValue.aggregate(
      value.aggregate,
      joinAggregate(value.of, value.aggregate, select, scope),
      scope.of(value.of.edge.to),
    );
  const keys = value.edge.columns.map((pair) => pair.to);
  const where = whereKeyed(null, keys);
  const there = scope.of(value.edge.to);
  const inner = openSelect(there);
  const values = scanRowValue(value.value, inner, ofValue, there);
  const read = readOfRows(rowSet(value.edge.to, { where }), keys);
  const source = scanSource(
    { ...read, columns: [...read.columns, ...ownColumnsOfValue(value.value)] },
    inner.alias,
    there,
  );
  const condition = scanWhere(where, inner, there);
  const members = joinSql(
    [
      ...joinKeyMembers(value.edge, inner.alias, there),
      ...values.map((each, index) => sql`${each} AS ${keyName(index, 'v')}`),
    ],
    ', ',
  );
  const from = joinSql([source, ...inner.joins], ' ');
  const first = value.edge.crosses ? sql`` : sql` LIMIT 1 BY ${keyNames(keys.length)}`;
  const joined = joinKeyed(
    value.edge,
    sql`SELECT ${members} FROM ${from}${condition}${first}`,
    select,
    scope,
  );
  return values.map((_value, index) => sql`${joined}.${keyName(index, 'v')}`);
}
