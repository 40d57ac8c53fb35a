import type { ColumnPredicate, Comparison, Literal } from '../../../model/predicate/predicate';
import type { RemoteColumn } from '../../../model/remote-table';
import { clickhouseString } from '../../../sql/clickhouse-quoting';
import { joinSql, sql, Sql } from '../../../sql/sql';
import { COMPARISONS } from '../../relational/comparisons';
import { decimalLiteral } from '../../relational/decimal-literal';
import { likePattern } from '../../relational/like-pattern';
import { isInteger } from '../types/encodings';

/**
 * How many digits a number may have to be forwarded: MySQL compares a DECIMAL and the text that the
 * engine sends as doubles, which tell numbers of 15 digits apart.
 */
const EXACT_DIGITS = 15;
const ZERO_DATES: ReadonlySet<string> = new Set(['date', 'datetime', 'timestamp']);

/**
 * A predicate that the engine sends to MySQL and that ClickHouse, which evaluates it once more,
 * agrees on. Whatever the two could disagree on (collations, padding, text forms of numbers and
 * dates) is not forwarded.
 */
export function forwardedPredicate(predicate: ColumnPredicate, ref: Sql): Sql | null {
  const { column } = predicate;
  switch (predicate.kind) {
    case 'isNull':
      return !column.nullable && ZERO_DATES.has(column.encoding) ? null : sql`${ref} IS NULL`;
    case 'compare': {
      const literal = forwardedLiteral(column, predicate.value);
      if (literal === null || !comparesAlike(column, predicate.operator)) return null;
      return sql`${ref} ${forwardedOperator(predicate.operator)} ${literal}`;
    }
    case 'in': {
      const literals = predicate.values.map((value) => forwardedLiteral(column, value));
      if (!literals.every((literal) => literal !== null) || !comparesAlike(column, 'EQ'))
        return null;
      return sql`${ref} IN (${joinSql(literals, ', ')})`;
    }
    case 'regex':
    case 'list':
      return null;
    case 'match': {
      const pattern = likePattern(predicate.operator, predicate.text, '\\');
      const forwardable =
        column.encoding === 'text_c' &&
        predicate.operator !== 'ILIKE' &&
        isPlainText(pattern) &&
        !pattern.includes('_');
      return forwardable ? sql`${ref} LIKE ${clickhouseString(pattern)}` : null;
    }
  }
}

function forwardedOperator(operator: Comparison): Sql {
  return operator === 'NEQ' ? sql`!=` : COMPARISONS[operator];
}

function comparesAlike(column: RemoteColumn, operator: Comparison): boolean {
  return column.encoding !== 'uuid' || operator === 'EQ' || operator === 'NEQ';
}

/** The literal in ClickHouse's SQL; null when ClickHouse and MySQL could read it differently. */
function forwardedLiteral(column: RemoteColumn, value: Literal): Sql | null {
  const text = String(value);
  if (isInteger(column.encoding)) return is64Bit(text) ? Sql.dangerouslyFromText(text) : null;
  switch (column.encoding) {
    case 'bit1':
      return value === true ? sql`1` : sql`0`;
    case 'decimal':
      return decimalLiteral(column, text, EXACT_DIGITS);
    case 'text_c':
      return isPlainText(text) ? clickhouseString(text) : null;
    default:
      return null;
  }
}

/**
 * True for text that the engine sends as it is. The engine escapes with backslashes, which say
 * nothing under NO_BACKSLASH_ESCAPES (seen on 26.7.2: `'it\'s'`).
 */
function isPlainText(text: string): boolean {
  return !/['\\\p{Cc}]/u.test(text);
}

function is64Bit(text: string): boolean {
  if (!/^-?[0-9]{1,20}$/.test(text)) return false;
  const value = BigInt(text);
  return value >= -(2n ** 63n) && value < 2n ** 64n;
}
