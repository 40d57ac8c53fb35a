import { sql, type Sql } from '../../sql/sql';
import type { RemoteColumn } from '../../model/remote-table';
import { parseClickhouseType } from './clickhouse-type';
import { columnTypeOf } from './column-type';
import { jsonText } from './json-text';
import { printedValue } from './printed-value';

/** An element of a list, which is left as it is where its printed value is the element itself. */
const ELEMENT = sql`x`;

/**
 * Prints the column as the data API has it: JSON as its text, everything else as a value that
 * ClickHouse's JSON output prints rightly.
 */
export function columnValue(column: RemoteColumn, ref: Sql): Sql {
  const type = columnTypeOf(column);
  if (type.encoding === 'json')
    return jsonText(parseClickhouseType(column.clickhouseType) ?? type.value, ref);
  if (!type.list) return printedValue(type, ref);
  const element = printedValue(type, ELEMENT);
  return element === ELEMENT ? ref : sql`arrayMap(${ELEMENT} -> ${element}, ${ref})`;
}
