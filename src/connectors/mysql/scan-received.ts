import type { ColumnPredicate, Literal, Predicate } from '../../model/query';
import type { RemoteColumn } from '../../model/remote-table';
import { mysqlIdentifier } from '../../sql/mysql-quoting';
import { joinSql, sql, Sql } from '../../sql/sql';
import type { ForwardedScan } from '../source-dialect';
import { isInteger } from './encodings';
import { COMPARISONS, tableName } from './predicate';
import { likePattern } from './like-pattern';

/**
 * SELECT `id`, `name` FROM `shop`.`customer` WHERE `id` = 5
 * What ClickHouse 26.7 sends, letter for letter; a test reads MariaDB's general log. LIMIT is never forwarded.
 */
export function receivedScan(scan: ForwardedScan): Sql {
  const columns = joinSql(scan.columns.map((column) => mysqlIdentifier(column.name)), ', ');
  const predicates = scan.predicates.flatMap((predicate) => (predicate.kind === 'constant' ? [] : [predicate]));
  const operands = renderOperands('and', predicates);
  // ClickHouse keeps the parentheses of an operand of AND, also where the other operands are not forwarded.
  const where = predicates.length === 0 ? sql`` : sql` WHERE ${scan.isPartial && predicates.length === 1 ? sql`(${operands})` : operands}`;
  return sql`SELECT ${columns} FROM ${tableName(scan.table)}${where}`;
}

function renderOperands(kind: 'and' | 'or', operands: readonly Predicate[]): Sql {
  const [first, second] = operands;
  if (first !== undefined && second === undefined) return renderPart(first);
  return joinSql(operands.map((operand) => sql`(${renderPart(operand)})`), kind === 'and' ? ' AND ' : ' OR ');
}

function renderPart(predicate: Predicate): Sql {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return renderOperands(predicate.kind, predicate.operands);
    case 'not':
      return sql`NOT (${renderPart(predicate.operand)})`;
    case 'constant':
      return predicate.value ? sql`1 = 1` : sql`1 = 0`;
    case 'related':
      throw new Error('a relationship is never forwarded by an engine');
    default:
      return renderColumnPart(predicate);
  }
}

function renderColumnPart(predicate: ColumnPredicate): Sql {
  const column = mysqlIdentifier(predicate.column.name);
  switch (predicate.kind) {
    case 'isNull':
      return sql`${column} IS NULL`;
    case 'in':
      return sql`${column} IN (${joinSql(predicate.values.map((value) => literal(predicate.column, value)), ', ')})`;
    case 'match':
      return sql`${column} LIKE ${quoted(likePattern(predicate.operator, predicate.text, '\\'))}`;
    case 'compare': {
      const operator = predicate.operator === 'NEQ' ? sql`!=` : COMPARISONS[predicate.operator];
      return sql`${column} ${operator} ${literal(predicate.column, predicate.value)}`;
    }
  }
}

function literal(column: RemoteColumn, value: Literal): Sql {
  if (typeof value === 'boolean') return value ? sql`1` : sql`0`;
  return isInteger(column.encoding) ? Sql.dangerouslyFromText(String(value)) : quoted(String(value));
}

/** Forwarded text holds neither quotes nor backslashes nor control characters. */
function quoted(text: string): Sql {
  return Sql.dangerouslyFromText(`'${text}'`);
}
