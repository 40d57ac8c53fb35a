import { GatewayError } from '../../../errors/gateway-error';
import type { Literal } from '../../../model/predicate/predicate';
import type { RemoteColumn } from '../../../model/remote-table';
import { mysqlString } from '../../../sql/mysql-quoting';
import { sql, Sql } from '../../../sql/sql';

const NUMBER = /^-?[0-9]+(\.[0-9]+)?$/;
/** The most digits that a DECIMAL has; a longer literal would be rounded. */
const MAX_DIGITS = 65;

/**
 * 5 | 1.50 | 0.5e0 | 1 | _utf8mb4'text' | _utf8mb4 x'27' | TIMESTAMP'2024-02-29 12:34:56' |
 * 1709164800.000000
 */
export function mysqlLiteral(column: RemoteColumn, value: Literal): Sql {
  if (typeof value === 'boolean') return value ? sql`1` : sql`0`;
  const text = String(value);
  switch (column.scalar) {
    case 'Float':
      return Sql.dangerouslyFromText(
        `(${/e/i.test(text) ? Number(text).toExponential() : `${Number(text)}e0`})`,
      );
    case 'Int':
    case 'BigInt':
    case 'Decimal':
      return numberLiteral(text);
    case 'Date':
      return Sql.dangerouslyFromText(`DATE${quotedMoment(text)}`);
    case 'LocalDateTime':
      return Sql.dangerouslyFromText(`TIMESTAMP${quotedMoment(text)}`);
    case 'DateTime':
      return unixSeconds(text);
    default:
      return mysqlString(text);
  }
}

function numberLiteral(text: string): Sql {
  if (!NUMBER.test(text)) throw new Error('not a number');
  if (text.replace(/[-.]/g, '').length > MAX_DIGITS)
    throw new GatewayError(
      'INVALID_INPUT',
      `MySQL compares numbers of at most ${MAX_DIGITS} digits.`,
    );
  return Sql.dangerouslyFromText(text.startsWith('-') ? `(${text})` : text);
}

/**
 * '2024-02-29 12:34:56.5'
 *
 * The text has digits, and marks that need no quoting.
 */
function quotedMoment(text: string): string {
  if (!/^[0-9:.T -]+$/.test(text)) throw new Error('not a moment');
  return `'${text.replace('T', ' ')}'`;
}

/**
 * 1709164800.000000
 *
 * Seconds since 1970 with six digits. A TIMESTAMP is compared as what it is, whatever the time zone
 * of the session.
 */
function unixSeconds(text: string): Sql {
  const [, whole = '', fraction = ''] = /^(.*?)(?:\.(\d+))?Z$/.exec(text) ?? [];
  const micros =
    BigInt(Date.parse(`${whole}Z`)) * 1_000n + BigInt(fraction.padEnd(6, '0').slice(0, 6));
  const digits = (micros < 0n ? -micros : micros).toString().padStart(7, '0');
  const seconds = `${digits.slice(0, -6)}.${digits.slice(-6)}`;
  return Sql.dangerouslyFromText(micros < 0n ? `(-${seconds})` : seconds);
}
