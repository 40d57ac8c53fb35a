import { joinSql, Sql } from './sql';

/** An identifier, `` `name` ``, with ClickHouse's escapes. Any name that is not empty is valid. */
export function clickhouseIdentifier(name: string): Sql {
  return Sql.dangerouslyFromText(
    '`' + name.replace(/[\\`]/g, '\\$&').replaceAll('\0', '\\0') + '`',
  );
}

/**
 * A text literal, `'text'`, with ClickHouse's escapes.
 * https://clickhouse.com/docs/sql-reference/syntax#string
 */
export function clickhouseString(text: string): Sql {
  return Sql.dangerouslyFromText(
    "'" + text.replace(/[\\']/g, '\\$&').replaceAll('\0', '\\0') + "'",
  );
}

/** The full name of a table: `` `database`.`table` ``. */
export function clickhouseTable(table: { readonly database: string; readonly name: string }): Sql {
  return Sql.dangerouslyFromText(
    `${clickhouseIdentifier(table.database).text}.${clickhouseIdentifier(table.name).text}`,
  );
}

/**
 * The list that stands behind SETTINGS: `join_use_nulls = 1, max_threads = 2`.
 * @param settings names and values that are constants of the code, because they are not quoted
 */
export function clickhouseSettings(settings: Readonly<Record<string, string | number>>): Sql {
  return joinSql(
    Object.entries(settings).map(([name, value]) => Sql.dangerouslyFromText(`${name} = ${value}`)),
    ', ',
  );
}
