import type { RowSet } from '../../model/selection/row-set';
import type { RemoteColumn } from '../../model/remote-table';
import { clickhouseString } from '../../sql/clickhouse-quoting';
import { sql, Sql } from '../../sql/sql';
import { printedRow } from './render-scan';
import { columnName } from '../expressions/names';
import { closed, type Rendered } from './rendered';
import type { ScanScope } from './scan-scope';
import { readOfRows, scanSource } from './scan-source';
import { scanWhere } from './scan-where';

/** What stands between rows in a part: the same as in JSONEachRow. */
const BETWEEN_ROWS = ',\n';

/**
 * The rows in parts, by the last of `starts` that is not greater than a column of theirs, which holds whole numbers of 64 bits at most:
 * as key of each part where it starts, and the number of its rows. Without names: the table may have a column of that name (26.7.2).
 *
 * SELECT concat('["', toString(PART), '",', toString(count()), ']'), arrayStringConcat(groupArray(concat('{"id":', ...)), ',\n')
 * FROM ... GROUP BY PART: roundDown(t0.`id`, CAST([1, 101], 'Array(Int64)'))
 */
export function renderParts(
  rows: RowSet,
  column: RemoteColumn,
  starts: readonly bigint[],
  scope: ScanScope,
): Rendered {
  const alias = scope.newAlias();
  const row = printedRow(rows.fields, { alias, scope });
  const begins = Sql.dangerouslyFromText(starts.join(', '));
  const part = sql`roundDown(${columnName(alias, column)}, CAST([${begins}], 'Array(Int64)'))`;
  const source = scanSource(readOfRows(rows), alias, scope);
  const where = scanWhere(rows.where, alias, scope);
  const key = sql`concat('["', toString(${part}), '",', toString(count()), ']')`;
  const printed = sql`arrayStringConcat(groupArray(${row.value}), ${clickhouseString(BETWEEN_ROWS)})`;
  return closed(
    sql`SELECT ${key}, ${printed} FROM ${source.value}${where.value} GROUP BY ${part}`,
    [row, source, where],
  );
}
