import type { Aggregate } from '../../model/aggregate';
import { foldValue, type ValueAlgebra } from '../../model/selection/fold-value';
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

/** Expressions of a value of the row, or of the one row that it leads to; all null where there is no such row. */
export function scanRowValue(
  value: RowValue,
  select: ScanSelect,
  ofValue: OfValue,
  scope: ScanScope,
): readonly Sql[] {
  return foldValue(value, VALUES, { select, scope, ofValue });
}

interface ValueScope {
  readonly select: ScanSelect;
  readonly scope: ScanScope;
  readonly ofValue: OfValue;
}

const VALUES: ValueAlgebra<readonly Sql[], ValueScope> = {
  column: ({ column }, { select, scope, ofValue }) =>
    ofValue.column(column, columnRef(select.alias, column), scope),
  aggregate: ({ of, aggregate }, { select, scope, ofValue }) =>
    ofValue.aggregate(aggregate, joinAggregate(of, aggregate, select, scope), scope.of(of.edge.to)),
  related: joinedValues,
};

/** LEFT JOIN (SELECT t1.`id` AS k0, t1.`name` AS v0 FROM ... LIMIT 1 BY k0) AS t2 ON t2.k0 = t0.`artist_id` */
function joinedValues(
  value: Extract<RowValue, { kind: 'related' }>,
  { select, scope, ofValue }: ValueScope,
  valuesOf: (context: ValueScope) => readonly Sql[],
): readonly Sql[] {
  const keys = value.edge.columns.map((pair) => pair.to);
  const where = whereKeyed(null, keys);
  const there = scope.of(value.edge.to);
  const inner = openSelect(there);
  const values = valuesOf({ select: inner, scope: there, ofValue });
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
