import { sql, type Sql } from '../../sql/sql';
import type { BodyShape } from './planned-statement';

/** The unit separator, which stands in no JSON, ends a key in a KEYED body. */
export const KEY_END = '\u001f';
/** The record separator, which stands in no JSON, ends the rows of a key in a KEYED body. */
export const ROWS_END = '\u001e';

/** How ClickHouse prints an answer: the FORMAT clause, and the settings that belong to it. */
export interface BodyFormat {
  readonly clause: Sql;
  readonly settings: Readonly<Record<string, string | number>>;
}

/**
 * FORMAT JSONEachRow
 *
 * The format of typed columns, one for each member of a row: ClickHouse prints the objects.
 */
export function typedRowsFormat(shape: BodyShape): BodyFormat {
  return {
    clause: sql`FORMAT JSONEachRow`,
    settings: { output_format_json_array_of_rows: shape === 'ARRAY' ? 1 : 0 },
  };
}

/**
 * FORMAT CustomSeparated
 *
 * The format of two text columns: a key, and the printed rows that go with it.
 */
export function keyedRowsFormat(): BodyFormat {
  return {
    clause: sql`FORMAT CustomSeparated`,
    settings: {
      ...printedRowsFormat('OBJECT').settings,
      format_custom_field_delimiter: KEY_END,
      format_custom_row_after_delimiter: ROWS_END,
      format_custom_row_between_delimiter: '',
    },
  };
}

/**
 * FORMAT CustomSeparated
 *
 * The format of one text column that is a JSON object already: ClickHouse adds brackets and commas.
 */
export function printedRowsFormat(shape: BodyShape): BodyFormat {
  return {
    clause: sql`FORMAT CustomSeparated`,
    settings: {
      format_custom_escaping_rule: 'Raw',
      format_custom_result_before_delimiter: shape === 'ARRAY' ? '[' : '',
      format_custom_result_after_delimiter: shape === 'ARRAY' ? ']' : '',
      format_custom_row_before_delimiter: '',
      format_custom_row_after_delimiter: '',
      format_custom_row_between_delimiter: ',',
      format_custom_field_delimiter: '',
    },
  };
}
