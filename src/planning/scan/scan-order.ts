import { EMPTY_SQL, joinSql, sql, Sql } from '../../sql/sql';
import type { RowSet } from '../../model/selection/row-set';
import type { OrderDirection, RowValue } from '../../model/selection/row-value';
import { isUniqueLookup } from '../analysis/unique-lookup';
import { describeLimit, describeOrder } from '../explain/describe-page';
import { columnName, keyNames } from '../expressions/names';
import { resultOrderKeys } from '../expressions/scan-result';
import { noted, plain, withParts, type Rendered } from './rendered';
import type { ScanScope } from './scan-scope';
import { scanRowValue, type OfValue } from './scan-value';

/**
 * ORDER BY t0.`name` ASC NULLS LAST LIMIT 1 BY t0.`name`
 *
 * The order of rows, with the joins to what it needs of other tables.
 */
export function scanOrder(rows: RowSet, alias: Sql, scope: ScanScope, keyCount = 0): Rendered {
  if (rows.orderBy.length === 0) return plain(sql``);
  const { scan } = scope.dialect;
  const terms = rows.orderBy.map((term) => valueOrderKeys(term.value, alias, scope));
  const order = orderClause(
    rows.orderBy.flatMap((term, index) => orderTerms(term, terms[index]?.value ?? [])),
  );
  const parts = [noted('remaining', describeOrder(rows), scope), ...terms];
  if (rows.distinctOn.length === 0) return withParts(order, parts);
  const distinct = rows.distinctOn.flatMap((column) =>
    scan.orderKeys(column, columnName(alias, column)),
  );
  const by = joinSql([...(keyCount === 0 ? [] : [keyNames(keyCount)]), ...distinct], ', ');
  return withParts(sql`${order} LIMIT 1 BY ${by}`, parts);
}

/**
 * LIMIT 20, 10
 *
 * The page of rows; it counts for each key of keyed rows.
 */
export function scanPage(rows: RowSet, scope: ScanScope, keyCount = 0): Rendered {
  if (rows.limit === null && rows.offset === 0) return plain(EMPTY_SQL);
  const page = limitClause(rows, keyCount);
  const isForwarded = rows.where === null && rows.orderBy.length === 0 && keyCount === 0;
  if (!isForwarded && isUniqueLookup(rows)) return plain(page);
  const note = noted(isForwarded ? 'pushed' : 'remaining', describeLimit(rows), scope);
  return withParts(page, [note]);
}

/**
 * LIMIT 20, 10 BY k0
 *
 * The largest Int64 stands for no limit, because LIMIT BY has no OFFSET without a limit.
 */
export function limitClause(
  page: { readonly limit: number | null; readonly offset: number },
  keyCount = 0,
): Sql {
  if (page.limit === null && page.offset === 0) return sql``;
  const offset = page.offset === 0 ? '' : `${page.offset}, `;
  const by = keyCount === 0 ? sql`` : sql` BY ${keyNames(keyCount)}`;
  const limit = page.limit ?? '9223372036854775807';
  return sql` LIMIT ${Sql.dangerouslyFromText(`${offset}${limit}`)}${by}`;
}

/** ORDER BY t0.`name` ASC NULLS LAST, t0.`id` ASC NULLS LAST */
export function orderClause(terms: readonly Sql[]): Sql {
  return terms.length === 0 ? sql`` : sql` ORDER BY ${joinSql(terms, ', ')}`;
}

/** t0.`name` ASC NULLS LAST */
export function orderTerms(term: OrderDirection, keys: readonly Sql[]): readonly Sql[] {
  const direction = term.direction === 'ASC' ? sql`ASC` : sql`DESC`;
  const nulls = term.nulls === 'FIRST' ? sql`NULLS FIRST` : sql`NULLS LAST`;
  return keys.map((key) => sql`${key} ${direction} ${nulls}`);
}

function valueOrderKeys(value: RowValue, alias: Sql, scope: ScanScope): Rendered<readonly Sql[]> {
  return scanRowValue(value, alias, ORDER_KEYS, scope);
}

const ORDER_KEYS: OfValue = {
  column: (column, ref, scan) => scan.orderKeys(column, ref),
  aggregate: resultOrderKeys,
};
