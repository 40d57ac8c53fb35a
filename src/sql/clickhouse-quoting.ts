import { Sql } from './sql';

/** `` `name` `` with ClickHouse's escapes; valid for every non-empty name. */
export function clickhouseIdentifier(name: string): Sql {
  return Sql.dangerouslyFromText(
    '`' + name.replace(/[\\`]/g, '\\$&').replaceAll('\0', '\\0') + '`',
  );
}

/** `'text'` with ClickHouse's escapes. https://clickhouse.com/docs/sql-reference/syntax#string */
export function clickhouseString(text: string): Sql {
  return Sql.dangerouslyFromText(
    "'" + text.replace(/[\\']/g, '\\$&').replaceAll('\0', '\\0') + "'",
  );
}

/** `` `database`.`table` `` */
export function clickhouseTable(table: { readonly database: string; readonly name: string }): Sql {
  return Sql.dangerouslyFromText(
    `${clickhouseIdentifier(table.database).text}.${clickhouseIdentifier(table.name).text}`,
  );
}
