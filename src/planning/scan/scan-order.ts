import type { RowSet } from '../../model/selection/row-set';
import type { OrderDirection, RowValue } from '../../model/selection/row-value';
import { joinSql, sql, Sql } from '../../sql/sql';
import { describeLimit, describeOrder } from '../explain/describe-page';
import { resultOrderKeys } from '../expressions/scan-result';
import { columnRef, keyNames, type ScanScope, type ScanSelect } from './scan-scope';
import { scanRowValue } from './scan-value';
import { isUniqueLookup } from '../analysis/unique-lookup';

/** ORDER BY t0.`name` ASC NULLS LAST LIMIT 1 BY t0.`name`. What it needs of other tables is added to the joins of the select. */
export function scanOrder(rows: RowSet, select: ScanSelect, scope: ScanScope, keyCount = 0): Sql {
  if (rows.orderBy.length === 0) return sql``;
  scope.account.remaining.push(...describeOrder(rows));
  const order = orderClause(
    rows.orderBy.flatMap((term) => orderTerms(term, valueOrderKeys(term.value, select, scope))),
  );
  if (rows.distinctOn.length === 0) return order;
  const distinct = rows.distinctOn.flatMap((column) =>
    scope.dialect.scan.orderKeys(column, columnRef(select.alias, column)),
  );
  return sql`${order} LIMIT 1 BY ${joinSql([...(keyCount === 0 ? [] : [keyNames(keyCount)]), ...distinct], ', ')}`;
}

/** LIMIT 20, 10; for keyed rows it counts for each key. */
export function scanPage(rows: RowSet, scope: ScanScope, keyCount = 0): Sql {
  if (rows.limit === null && rows.offset === 0) return sql``;
  const isForwarded = rows.where === null && rows.orderBy.length === 0 && keyCount === 0;
  if (isForwarded) scope.account.pushed.push(...describeLimit(rows));
  else if (!isUniqueLookup(rows)) scope.account.remaining.push(...describeLimit(rows));
  return limitClause(rows, keyCount);
}

/** ClickHouse has no OFFSET without a LIMIT BY limit: the largest Int64 stands for "all". */
export function limitClause(
  page: { readonly limit: number | null; readonly offset: number },
  keyCount = 0,
): Sql {
  if (page.limit === null && page.offset === 0) return sql``;
  const offset = page.offset === 0 ? '' : `${page.offset}, `;
  const by = keyCount === 0 ? sql`` : sql` BY ${keyNames(keyCount)}`;
  return sql` LIMIT ${Sql.dangerouslyFromText(`${offset}${page.limit ?? '9223372036854775807'}`)}${by}`;
}

export function orderClause(terms: readonly Sql[]): Sql {
  return terms.length === 0 ? sql`` : sql` ORDER BY ${joinSql(terms, ', ')}`;
}

export function orderTerms(term: OrderDirection, keys: readonly Sql[]): readonly Sql[] {
  const direction = term.direction === 'ASC' ? sql`ASC` : sql`DESC`;
  const nulls = term.nulls === 'FIRST' ? sql`NULLS FIRST` : sql`NULLS LAST`;
  return keys.map((key) => sql`${key} ${direction} ${nulls}`);
}

function valueOrderKeys(value: RowValue, select: ScanSelect, scope: ScanScope): readonly Sql[] {
  return scanRowValue(
    value,
    select,
    {
      column: (column, ref, there) => there.dialect.scan.orderKeys(column, ref),
      aggregate: (aggregate, ref, there) => resultOrderKeys(aggregate, ref, there),
    },
    scope,
  );
}
