import { Sql } from './sql';

/**
 * `` `name` `` with doubled backticks: the same under every sql_mode; valid for every name MySQL
 * can hold.
 */
export function mysqlIdentifier(name: string): Sql {
  return Sql.dangerouslyFromText('`' + name.replaceAll('`', '``') + '`');
}

/**
 * A utf8mb4 text literal. Plain text stands in quotes; whatever NO_BACKSLASH_ESCAPES would change
 * the meaning of, or a quote, is written in hexadecimal, which means the same under every sql_mode.
 * https://dev.mysql.com/doc/refman/8.4/en/hexadecimal-literals.html
 */
export function mysqlString(text: string): Sql {
  const isPlain = /^[\u0020-\u0026\u0028-\u005b\u005d-\u007e]*$/.test(text);
  return Sql.dangerouslyFromText(
    isPlain ? `_utf8mb4'${text}'` : `_utf8mb4 x'${Buffer.from(text, 'utf8').toString('hex')}'`,
  );
}
