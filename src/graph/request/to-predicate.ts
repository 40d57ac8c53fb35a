import { type Aggregate, aggregateResult } from '../../model/aggregate';
import { allOf, anyOf, isConstant, not, TRUE } from '../../model/predicate/combine-predicates';
import { mapPredicate } from '../../model/predicate/map-predicate';
import type { Predicate, RelatedRows } from '../../model/predicate/predicate';
import { isColumnPredicate } from '../../model/predicate/predicate-leaves';
import { type DataModel, nodeOf, type TableNode } from '../model/data-model';
import { GatewayError } from '../../errors/gateway-error';
import { COUNT, isSimpleFunction, toAggregate } from './to-aggregate';
import { refuseNull, toColumnPredicate } from './to-column-predicate';

type FilterValue = Readonly<Record<string, unknown>>;

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
