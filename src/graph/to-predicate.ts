import { GatewayError } from '../errors/gateway-error';
import type { Comparison, Literal, Predicate, TextMatch } from '../model/query';
import type { RemoteColumn } from '../model/remote-table';
import { allOf, anyOf, FALSE, isConstant, not, TRUE } from '../model/combine-predicates';
import type { DataModel, TableNode } from './data-model';

type FilterValue = Readonly<Record<string, unknown>>;

const COMPARISONS: Readonly<Record<string, Comparison>> = { _eq: 'EQ', _neq: 'NEQ', _gt: 'GT', _gte: 'GTE', _lt: 'LT', _lte: 'LTE' };
const MATCHES: Readonly<Record<string, TextMatch>> = { _like: 'LIKE', _ilike: 'ILIKE', _startsWith: 'STARTS_WITH', _endsWith: 'ENDS_WITH', _contains: 'CONTAINS' };
const NEGATED_MATCHES: Readonly<Record<string, TextMatch>> = { _nlike: 'LIKE', _nilike: 'ILIKE' };

/**
 * A coerced `where` argument as a predicate; null when it filters nothing. Inside a filter an explicit null is an
 * error: it is more often a forgotten variable than a wish, and `_isNull` says it plainly.
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
  const edge = node.edges.get(name);
  const target = edge === undefined ? undefined : model.get(edge.to.id);
  if (edge === undefined || target === undefined) throw new Error(`filter field ${name} is neither a column nor an edge`);
  return { kind: 'related', edge, where: toPredicate(value, target, model) };
}

function toOperands(value: unknown, node: TableNode, model: DataModel): readonly Predicate[] {
  return (value as readonly unknown[]).map((operand) => toPredicate(operand, node, model) ?? TRUE);
}

function toColumnPredicate(column: RemoteColumn, filter: FilterValue): Predicate {
  const parts = Object.entries(filter)
    .filter(([, value]) => value !== undefined)
    .map(([operator, value]) => toOperation(column, operator, refuseNull(`${column.fieldName}.${operator}`, value)));
  return allOf(parts);
}

function toOperation(column: RemoteColumn, operator: string, value: unknown): Predicate {
  if (operator === '_isNull') return value === true ? { kind: 'isNull', column } : not({ kind: 'isNull', column });
  if (operator === '_in') return toIn(column, value as readonly Literal[]);
  if (operator === '_nin') return not(toIn(column, value as readonly Literal[]));
  const comparison = COMPARISONS[operator];
  if (comparison !== undefined) return { kind: 'compare', column, operator: comparison, value: toLiteral(column, value) };
  const match = MATCHES[operator];
  if (match !== undefined) return { kind: 'match', column, operator: match, text: toText(column, value) };
  const negated = NEGATED_MATCHES[operator];
  if (negated === undefined) throw new Error(`unknown operator ${operator}`);
  return not({ kind: 'match', column, operator: negated, text: toText(column, value) });
}

function toIn(column: RemoteColumn, values: readonly Literal[]): Predicate {
  return values.length === 0 ? FALSE : { kind: 'in', column, values: values.map((value) => toLiteral(column, value)) };
}

/** Scalars gave canonical values; what is left is a character that no SQL text can hold. */
export function toLiteral(column: RemoteColumn, value: unknown): Literal {
  return typeof value === 'number' || typeof value === 'boolean' ? value : toText(column, value);
}

function toText(column: RemoteColumn, value: unknown): string {
  const text = value as string;
  if (text.includes('\0')) throw new GatewayError('INVALID_INPUT', `The filter on \`${column.fieldName}\` holds the character U+0000, which no text in a service can hold.`);
  return text;
}

function refuseNull(name: string, value: unknown): unknown {
  if (value === null) throw new GatewayError('INVALID_INPUT', `The filter \`${name}\` is null. Leave it out, or use \`_isNull: true\` to find nulls.`);
  return value;
}
