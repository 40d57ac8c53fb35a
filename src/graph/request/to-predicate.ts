import { GatewayError } from '../../errors/gateway-error';
import { type Aggregate, aggregateResult } from '../../model/aggregate';
import {
  allOf,
  anyOf,
  FALSE,
  isConstant,
  not,
  TRUE,
} from '../../model/predicate/combine-predicates';
import type {
  Comparison,
  Literal,
  Predicate,
  RelatedRows,
  TextMatch,
} from '../../model/predicate/predicate';
import { mapPredicate } from '../../model/predicate/map-predicate';
import { isColumnPredicate } from '../../model/predicate/predicate-leaves';
import { parseRegularExpression, type RegularExpression } from '../../model/regular-expression';
import type { RemoteColumn } from '../../model/remote-table';
import { type DataModel, nodeOf, type TableNode } from '../model/data-model';
import { COUNT, isSimpleFunction, toAggregate } from './to-aggregate';

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
 * A coerced `where` argument as a predicate; null when it filters nothing. Inside a filter an
 * explicit null is an error: it is more often a forgotten variable than a wish, and `_isNull` says
 * it plainly.
 */
export function toPredicate(where: unknown, node: TableNode, model: DataModel): Predicate | null {
  if (where === undefined || where === null) return null;
  const parts = Object.entries(where as FilterValue)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => toPart(name, refuseNull(name, value), node, model));
  const predicate = allOf(parts);
  return isConstant(predicate, true) ? null : predicate;
}

function toPart(name: string, value: unknown, node: TableNode, model: DataModel): Predicate {
  if (name === '_and') return allOf(toOperands(value, node, model));
  if (name === '_or') return anyOf(toOperands(value, node, model));
  if (name === '_not') return not(toPredicate(value, node, model) ?? TRUE);
  const column = node.columns.get(name);
  if (column !== undefined) return toColumnPredicate(column, value as FilterValue);
  const summary = node.summaries.get(name);
  if (summary !== undefined) return toSummaryPredicate(value as FilterValue, summary, model);
  const edge = node.edges.get(name);
  if (edge === undefined) throw new Error(`filter field ${name} is neither a column nor an edge`);
  return { kind: 'related', edge, where: toPredicate(value, nodeOf(edge.to.id, model), model) };
}

/** A coerced `having` argument: conditions on the aggregates of a group. */
export function toHaving(having: unknown, node: TableNode): Predicate | null {
  if (having === undefined || having === null) return null;
  const predicate = toAggregatePredicate(having as FilterValue, null, node);
  return isConstant(predicate, true) ? null : predicate;
}

/**
 * A condition on aggregates of related rows. `_where` says which related rows are taken together,
 * for all conditions beside it.
 */
function toSummaryPredicate(
  filter: FilterValue,
  edge: RelatedRows['edge'],
  model: DataModel,
): Predicate {
  const { _where: where, ...conditions } = filter;
  const target = nodeOf(edge.to.id, model);
  if (where !== undefined) refuseNull('_where', where);
  return toAggregatePredicate(
    conditions,
    { edge, where: toPredicate(where, target, model) },
    target,
  );
}

function toAggregatePredicate(
  filter: FilterValue,
  of: RelatedRows | null,
  node: TableNode,
): Predicate {
  const parts = Object.entries(filter)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]): Predicate => {
      refuseNull(name, value);
      const operands = () =>
        (value as readonly FilterValue[]).map((operand) => toAggregatePredicate(operand, of, node));
      if (name === '_and') return allOf(operands());
      if (name === '_or') return anyOf(operands());
      if (name === '_not') return not(toAggregatePredicate(value as FilterValue, of, node));
      if (name === '_where')
        throw new GatewayError(
          'INVALID_INPUT',
          'There is one `_where`, directly in the aggregate filter of a relationship. Groups ' +
            'are chosen from by `where`.',
        );
      if (name === '_count') return ofAggregate(COUNT, of, value as FilterValue);
      const column = node.columns.get(name);
      if (column === undefined) throw new Error(`no column ${name}`);
      return allOf(
        Object.entries(value as FilterValue)
          .filter(([, condition]) => condition !== undefined)
          .map(([name_, condition]) => {
            refuseNull(`${name}.${name_}`, condition);
            if (!isSimpleFunction(name_)) throw new Error(`unknown aggregate ${name_}`);
            return ofAggregate(toAggregate(name_, {}, column, node), of, condition as FilterValue);
          }),
      );
    });
  return allOf(parts);
}

/**
 * A filter on an aggregate: the conditions of the filter, as conditions on the aggregate's value.
 */
function ofAggregate(aggregate: Aggregate, of: RelatedRows | null, filter: FilterValue): Predicate {
  const result = aggregateResult(aggregate);
  const column = result.fieldName === '' ? { ...result, fieldName: 'aggregate' } : result;
  return mapPredicate(toColumnPredicate(column, filter), (part) =>
    isColumnPredicate(part) ? { kind: 'aggregate', of, aggregate, condition: part } : null,
  );
}

function toOperands(value: unknown, node: TableNode, model: DataModel): readonly Predicate[] {
  return (value as readonly unknown[]).map((operand) => toPredicate(operand, node, model) ?? TRUE);
}

function toColumnPredicate(column: RemoteColumn, filter: FilterValue): Predicate {
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

function refuseNull(name: string, value: unknown): unknown {
  if (value === null)
    throw new GatewayError(
      'INVALID_INPUT',
      `The filter \`${name}\` is null. Leave it out, or use \`_isNull: true\` to find nulls.`,
    );
  return value;
}
