import { createHash } from 'node:crypto';
import { allOf } from '../../model/predicate/combine-predicates';
import type { Literal } from '../../model/predicate/predicate';
import { type KeysetTerm, reversed, rowsAfter } from '../../model/selection/keyset';
import { type RowSet, rowSet } from '../../model/selection/row-set';
import type { TableNode } from '../model/data-model';
import { decodeOpaque, encodeOpaque } from '../model/opaque-id';
import { GatewayError } from '../../errors/gateway-error';
import type { FieldArguments, SelectionScope } from './selection-scope';
import { toCount } from './to-count';
import { toKeyLiteral } from './to-key-literal';
import { toOrderTerms, withTieBreaker } from './to-order';
import { toPredicate } from './to-predicate';

/** What one page of a connection asks for. */
export interface Page {
  /**
   * The rows to be read, in the order of reading and without fields: one row more than `size`,
   * which tells whether the list goes on.
   */
  readonly rows: RowSet;
  readonly terms: readonly KeysetTerm[];
  /** Rows of the page at most; null: all. */
  readonly size: number | null;
  /** The page is read from its end. */
  readonly isBackward: boolean;
  readonly hasAfter: boolean;
  readonly hasBefore: boolean;
  /** The cursor of a row, by the values of the columns of `terms`. */
  readonly cursor: (key: readonly (string | number | boolean | null)[]) => string;
}

/** The page that the arguments of a connection ask for. @throws GatewayError INVALID_INPUT */
export function toPage(node: TableNode, args: FieldArguments, scope: SelectionScope): Page {
  const [first, last] = [toCount('first', args['first']), toCount('last', args['last'])];
  if (first !== null && last !== null)
    throw new GatewayError('INVALID_INPUT', 'A page has `first` or `last`, not both.');
  const terms = withTieBreaker(toOrderTerms(args['orderBy'], node, scope.model), node).map(
    ({ value, ...direction }): KeysetTerm => {
      if (value.kind === 'column') return { column: value.column, ...direction };
      throw new GatewayError(
        'INVALID_INPUT',
        'A connection is ordered by columns of the table itself: a cursor cannot hold the ' +
          'place of a related value.',
      );
    },
  );
  const place = fingerprint(node, terms);
  const after = toCursor('after', args['after'], terms, place);
  const before = toCursor('before', args['before'], terms, place);
  const bounds = [
    ...(after === null ? [] : [rowsAfter(terms, after)]),
    ...(before === null ? [] : [rowsAfter(terms.map(reversed), before)]),
  ];
  const where = toPredicate(args['where'], node, scope.model);
  const size = first ?? last;
  const isBackward = last !== null;
  return {
    rows: rowSet(node.table, {
      where: bounds.length === 0 ? where : allOf([...(where === null ? [] : [where]), ...bounds]),
      orderBy: (isBackward ? terms.map(reversed) : terms).map(({ column, ...direction }) => ({
        value: { kind: 'column', column },
        ...direction,
      })),
      limit: size === null ? null : size + 1,
    }),
    terms,
    size,
    isBackward,
    hasAfter: after !== null,
    hasBefore: before !== null,
    cursor: (key) => encodeOpaque([place, ...key]),
  };
}

/** The values of a cursor; null where none is given. */
function toCursor(
  name: string,
  text: unknown,
  terms: readonly KeysetTerm[],
  place: string,
): readonly (Literal | null)[] | null {
  if (text === undefined || text === null) return null;
  const [made, ...key] = decodeOpaque(name, text as string);
  if (made !== place || key.length !== terms.length) {
    throw new GatewayError(
      'INVALID_INPUT',
      `\`${name}\` is a cursor of another list, or of this one in another order.`,
    );
  }
  return terms.map(({ column }, index) => {
    const value = key[index] ?? null;
    if (value !== null) return toKeyLiteral(name, column, value);
    // NaN and infinity are printed as null too, and stand elsewhere in the order than null.
    if (column.scalar === 'Float')
      throw new GatewayError(
        'INVALID_INPUT',
        `\`${name}\` stands where \`${column.fieldName}\` is null, NaN or infinite, which ` +
          'has no certain place. Filter these out, or order by another column.',
      );
    if (!column.nullable)
      throw new GatewayError('INVALID_INPUT', `\`${name}\` is not one that this gateway made.`);
    return null;
  });
}

/**
 * A text that is the same for the same table in the same order: a cursor is of use there only,
 * whatever the filter.
 */
function fingerprint(node: TableNode, terms: readonly KeysetTerm[]): string {
  const order = terms.map(({ column, direction, nulls }) => [column.name, direction, nulls]);
  return createHash('sha256')
    .update(JSON.stringify([node.table.id, order]))
    .digest('base64url')
    .slice(0, 8);
}
