import { allOf, FALSE, not } from '../../model/predicate/combine-predicates';
import type { Comparison, Literal, Predicate, TextMatch } from '../../model/predicate/predicate';
import { parseRegularExpression, type RegularExpression } from '../../model/regular-expression';
import type { RemoteColumn } from '../../model/remote-table';
import { GatewayError } from '../../errors/gateway-error';

type FilterValue = Readonly<Record<string, unknown>>;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  _eq: 'EQ',
  _neq: 'NEQ',
  _gt: 'GT',
  _gte: 'GTE',
  _lt: 'LT',
  _lte: 'LTE',
};
const MATCHES: Readonly<Record<string, TextMatch>> = {
  _like: 'LIKE',
  _ilike: 'ILIKE',
  _startsWith: 'STARTS_WITH',
  _endsWith: 'ENDS_WITH',
  _contains: 'CONTAINS',
};
const NEGATED_MATCHES: Readonly<Record<string, TextMatch>> = { _nlike: 'LIKE', _nilike: 'ILIKE' };

/**
 * A coerced filter on a column as a predicate.
 * @throws GatewayError INVALID_INPUT
 */
export function toColumnPredicate(column: RemoteColumn, filter: FilterValue): Predicate {
  const operation = column.list ? toListOperation : toOperation;
  const parts = Object.entries(filter)
    .filter(([, value]) => value !== undefined)
    .map(([operator, value]) =>
      operation(column, operator, refuseNull(`${column.fieldName}.${operator}`, value)),
    );
  return allOf(parts);
}

function toOperation(column: RemoteColumn, operator: string, value: unknown): Predicate {
  if (operator === '_isNull')
    return value === true ? { kind: 'isNull', column } : not({ kind: 'isNull', column });
  if (operator === '_in') return toIn(column, value as readonly Literal[]);
  if (operator === '_nin') return not(toIn(column, value as readonly Literal[]));
  const comparison = COMPARISONS[operator];
  if (comparison !== undefined)
    return { kind: 'compare', column, operator: comparison, value: toLiteral(column, value) };
  if (operator === '_regex')
    return { kind: 'regex', column, expression: toExpression(column, value) };
  const match = MATCHES[operator];
  if (match !== undefined)
    return { kind: 'match', column, operator: match, text: toText(column, value) };
  const negated = NEGATED_MATCHES[operator];
  if (negated === undefined) throw new Error(`unknown operator ${operator}`);
  return not({ kind: 'match', column, operator: negated, text: toText(column, value) });
}

function toListOperation(column: RemoteColumn, operator: string, value: unknown): Predicate {
  if (operator === '_isNull') return toOperation(column, operator, value);
  const values = (operator === '_has' ? [value] : (value as readonly unknown[])).map((each) =>
    each === null ? null : toLiteral(column, each),
  );
  // A list has none of no values, and all of them: no list is found, or each that is not null.
  if (values.length === 0 && operator === '_hasAny') return FALSE;
  if (values.length === 0 && operator === '_hasAll') return not({ kind: 'isNull', column });
  return {
    kind: 'list',
    column,
    operator: operator === '_eq' ? 'EQUAL' : operator === '_hasAny' ? 'HAS_ANY' : 'HAS_ALL',
    values,
  };
}

function toExpression(column: RemoteColumn, value: unknown): RegularExpression {
  const expression = parseRegularExpression(toText(column, value));
  if (expression !== null) return expression;
  throw new GatewayError(
    'INVALID_INPUT',
    `The regular expression on \`${column.fieldName}\` is none that all services understand ` +
      `alike: characters, . [...] \\d \\w \\s ( ) | * + ? {n,m} ^ $, at most 1000 of them.`,
  );
}

function toIn(column: RemoteColumn, values: readonly Literal[]): Predicate {
  return values.length === 0
    ? FALSE
    : { kind: 'in', column, values: values.map((value) => toLiteral(column, value)) };
}

/**
 * A coerced value as a literal for its column. Scalars made it canonical.
 * @throws GatewayError INVALID_INPUT for U+0000, which no SQL text can hold
 */
export function toLiteral(column: RemoteColumn, value: unknown): Literal {
  return typeof value === 'number' || typeof value === 'boolean' ? value : toText(column, value);
}

function toText(column: RemoteColumn, value: unknown): string {
  const text = value as string;
  if (text.includes('\0'))
    throw new GatewayError(
      'INVALID_INPUT',
      `The filter on \`${column.fieldName}\` holds the character U+0000, which no text in a ` +
        'service can hold.',
    );
  return text;
}

/** @throws GatewayError INVALID_INPUT for null */
export function refuseNull(name: string, value: unknown): unknown {
  if (value === null)
    throw new GatewayError(
      'INVALID_INPUT',
      `The filter \`${name}\` is null. Leave it out, or use \`_isNull: true\` to find nulls.`,
    );
  return value;
}
