import type { ColumnPredicate, Comparison, Literal } from '../../../model/predicate/predicate';
import type { RemoteColumn } from '../../../model/remote-table';
import { clickhouseString } from '../../../sql/clickhouse-quoting';
import { joinSql, sql, Sql } from '../../../sql/sql';
import { COMPARISONS } from '../../relational/comparisons';
import { decimalLiteral } from '../../relational/decimal-literal';
import { likePattern } from '../../relational/like-pattern';
import { isInteger } from '../types/literal';

/**
 * A predicate that the engine sends to PostgreSQL and that ClickHouse, which evaluates it once
 * more, agrees on. Whatever the two could disagree on (collations, NaN, padding, text forms of
 * dates) is not forwarded.
 */
export function forwardedPredicate(predicate: ColumnPredicate, ref: Sql): Sql | null {
  const { column } = predicate;
  switch (predicate.kind) {
    case 'isNull':
      // A composite value is NULL to PostgreSQL's IS NULL when all its fields are, and NOT NULL
      // when none is.
      return column.list || column.encoding === 'other' ? null : sql`${ref} IS NULL`;
    case 'compare': {
      const literal = forwardedLiteral(column, predicate.value);
      if (literal === null || !comparesAlike(column, predicate.operator)) return null;
      return sql`${ref} ${COMPARISONS[predicate.operator]} ${literal}`;
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
        isText(column) &&
        predicate.operator !== 'ILIKE' &&
        isPlainText(pattern) &&
        !pattern.includes('_');
      return forwardable ? sql`${ref} LIKE ${clickhouseString(pattern)}` : null;
    }
  }
}

function isText(column: RemoteColumn): boolean {
  return column.encoding === 'text' || column.encoding === 'text_c';
}

/**
 * True where PostgreSQL and ClickHouse compare alike. Text other than bytewise sorts by its
 * collation in PostgreSQL, and uuids sort by halves in ClickHouse: these are compared for equality
 * only.
 */
function comparesAlike(column: RemoteColumn, operator: Comparison): boolean {
  // Text that PostgreSQL takes for equal may differ, and ClickHouse sorts that out; it cannot bring
  // back what was left out.
  if (column.encoding === 'text_declared') return operator === 'EQ';
  const equality = operator === 'EQ' || operator === 'NEQ';
  if (isInteger(column.encoding) || column.encoding === 'numeric' || column.encoding === 'text_c')
    return true;
  return (
    equality &&
    (column.encoding === 'text' || column.encoding === 'uuid' || column.encoding === 'bool')
  );
}

/**
 * The literal in ClickHouse's SQL; null when it cannot be held exactly by the column's declared
 * type.
 */
function forwardedLiteral(column: RemoteColumn, value: Literal): Sql | null {
  const text = String(value);
  switch (column.encoding) {
    case 'bool':
      return value === true ? sql`true` : sql`false`;
    case 'int2':
    case 'int4':
    case 'int8':
    case 'oid':
      return isInt64(text) ? Sql.dangerouslyFromText(text) : null;
    case 'numeric':
      return decimalLiteral(column, text);
    case 'uuid':
      return clickhouseString(text);
    case 'text':
    case 'text_c':
    case 'text_declared':
      return isPlainText(text) ? clickhouseString(text) : null;
    default:
      return null;
  }
}

/**
 * True for text that the engine quotes as PostgreSQL reads it. ClickHouse 26.7 writes control
 * characters and backslashes as escapes of its own, and in an IN list a quote as `\'`, which ends
 * the literal: what follows would be SQL. Such text never passes here.
 */
function isPlainText(text: string): boolean {
  return !/[\u0000-\u001f\\'\u007f]/.test(text);
}

function isInt64(text: string): boolean {
  if (!/^-?[0-9]{1,19}$/.test(text)) return false;
  const value = BigInt(text);
  return value >= -(2n ** 63n) && value < 2n ** 63n;
}
