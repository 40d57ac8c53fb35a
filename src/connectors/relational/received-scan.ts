import { joinSql, sql, Sql } from '../../sql/sql';
import { foldPredicate, type PredicateAlgebra } from '../../model/predicate/fold-predicate';
import type { ColumnPredicate, Literal } from '../../model/predicate/predicate';
import type { RemoteColumn, RemoteTable } from '../../model/remote-table';
import type { ForwardedScan } from '../contract/source-dialect';
import { COMPARISONS } from './comparisons';
import { likePattern } from './like-pattern';

/** What the statements that ClickHouse 26.7 sends to one database have of their own. */
export interface EngineTerms {
  readonly identifier: (name: string) => Sql;
  readonly tableName: (table: RemoteTable) => Sql;
  /** The literal as the engine writes it: digits, or text in quotes. */
  readonly literal: (column: RemoteColumn, value: Literal) => Sql;
  /** True where LIMIT is forwarded, which it then is only without a WHERE. */
  readonly forwardsLimit: boolean;
}

/**
 * SELECT "id", "name" FROM "public"."customer" WHERE "id" = 5
 *
 * What the database receives for an engine scan, letter for letter: tests read its own log.
 */
export function renderReceivedScan(scan: ForwardedScan, terms: EngineTerms): Sql {
  const columns = joinSql(
    scan.columns.map((column) => terms.identifier(column.name)),
    ', ',
  );
  const predicates = scan.predicates.filter((predicate) => predicate.kind !== 'constant');
  const operands = joinOperands(
    predicates.map((predicate) => foldPredicate(predicate, RECEIVED, terms)),
    ' AND ',
  );
  // ClickHouse keeps the parentheses of an operand of AND, also where the other operands are not
  // forwarded.
  const where =
    predicates.length === 0
      ? sql``
      : sql` WHERE ${scan.isPartial && predicates.length === 1 ? sql`(${operands})` : operands}`;
  const isLimited = terms.forwardsLimit && scan.limit !== null && predicates.length === 0;
  const limit = isLimited ? Sql.dangerouslyFromText(` LIMIT ${scan.limit}`) : sql``;
  return sql`SELECT ${columns} FROM ${terms.tableName(scan.table)}${where}${limit}`;
}

/**
 * 'text'
 *
 * The text holds neither quotes nor backslashes nor control characters: such text is never
 * forwarded.
 */
export function engineQuoted(text: string): Sql {
  return Sql.dangerouslyFromText(`'${text}'`);
}

/** What the engines of ClickHouse 26.7 write for AND, OR and NOT. */
const RECEIVED: PredicateAlgebra<Sql, EngineTerms> = {
  constant: (value) => (value ? sql`1 = 1` : sql`1 = 0`),
  and: (operands) => joinOperands(operands, ' AND '),
  or: (operands) => joinOperands(operands, ' OR '),
  not: (operand) => sql`NOT (${operand})`,
  column: renderColumnPart,
  related: neverForwarded,
  aggregate: neverForwarded,
};

/** Joins operands in parentheses; a single operand stands without. */
function joinOperands(operands: readonly Sql[], separator: ' AND ' | ' OR '): Sql {
  const [first, second] = operands;
  if (first !== undefined && second === undefined) return first;
  return joinSql(
    operands.map((operand) => sql`(${operand})`),
    separator,
  );
}

function neverForwarded(): never {
  throw new Error('a relationship is never forwarded by an engine');
}

function renderColumnPart(predicate: ColumnPredicate, terms: EngineTerms): Sql {
  const column = terms.identifier(predicate.column.name);
  switch (predicate.kind) {
    case 'isNull':
      return sql`${column} IS NULL`;
    case 'in':
      return sql`${column} IN (${joinSql(
        predicate.values.map((value) => terms.literal(predicate.column, value)),
        ', ',
      )})`;
    case 'regex':
    case 'list':
      throw new Error('an engine forwards neither');
    case 'match':
      return joinSql(
        [
          sql`${column} LIKE`,
          sql`${engineQuoted(likePattern(predicate.operator, predicate.text, '\\'))}`,
        ],
        ' ',
      );
    case 'compare': {
      const operator = predicate.operator === 'NEQ' ? sql`!=` : COMPARISONS[predicate.operator];
      return sql`${column} ${operator} ${terms.literal(predicate.column, predicate.value)}`;
    }
  }
}
