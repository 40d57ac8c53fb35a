import { clickhouseString } from '../../sql/clickhouse-quoting';
import { sql, Sql } from '../../sql/sql';
import type { RemoteColumn } from '../../model/remote-table';
import type { RowSet } from '../../model/selection/row-set';
import { columnName } from '../expressions/names';
import { printedRow } from './render-scan';
import { closed, type Rendered } from './rendered';
import type { ScanScope } from './scan-scope';
import { readOfRows, scanSource } from './scan-source';
import { scanWhere } from './scan-where';

/** The text between the rows of a part, which is what JSONEachRow has there. */
const BETWEEN_ROWS = ',\n';

/**
 * SELECT concat(...), arrayStringConcat(groupArray(...), ',\n') FROM ... GROUP BY roundDown(...)
 *
 * The rows in parts: a row is in the part of the last of `starts` that is not greater than its
 * value of `column`, which holds whole numbers of 64 bits at most. The key of a part has its start
 * and the number of its rows. No expression has a name, because the table may have a column of that
 * name (26.7.2).
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
  const between = clickhouseString(BETWEEN_ROWS);
  const printed = sql`arrayStringConcat(groupArray(${row.value}), ${between})`;
  return closed(
    sql`SELECT ${key}, ${printed} FROM ${source.value}${where.value} GROUP BY ${part}`,
    [row, source, where],
  );
}
