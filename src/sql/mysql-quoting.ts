import { Sql } from './sql';

/**
 * An identifier, `` `name` ``, with doubled backticks, which means the same under every sql_mode.
 * Any name that MySQL can hold is valid.
 */
export function mysqlIdentifier(name: string): Sql {
  return Sql.dangerouslyFromText('`' + name.replaceAll('`', '``') + '`');
}

/**
 * A text literal in utf8mb4. Plain text stands in quotes. Text with a quote, or with a backslash,
 * whose meaning depends on NO_BACKSLASH_ESCAPES, is written in hexadecimal digits, which mean the
 * same under every sql_mode.
 * https://dev.mysql.com/doc/refman/8.4/en/hexadecimal-literals.html
 */
export function mysqlString(text: string): Sql {
  const isPlain = /^[\u0020-\u0026\u0028-\u005b\u005d-\u007e]*$/.test(text);
  return Sql.dangerouslyFromText(
    isPlain ? `_utf8mb4'${text}'` : `_utf8mb4 x'${Buffer.from(text, 'utf8').toString('hex')}'`,
  );
}
