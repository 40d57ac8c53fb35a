import { type Aggregated, aggregatesOf } from '../../model/selection/aggregated';
import type { GroupSet } from '../../model/selection/group-set';
import type { RowSet } from '../../model/selection/row-set';
import type { OrderDirection } from '../../model/selection/row-value';
import { describeAggregate, describeGroupKey, describeValue } from './describe-value';

/**
 * Describes the order of rows for people: `distinct on city`, `order by name desc, id`. Empty where
 * a row set has neither.
 */
export function describeOrder(rows: RowSet): readonly string[] {
  const distinct =
    rows.distinctOn.length === 0
      ? []
      : [`distinct on ${rows.distinctOn.map((column) => column.name).join(', ')}`];
  return [
    ...distinct,
    ...orderBy(rows.orderBy.map((term) => directed(describeValue(term.value), term))),
  ];
}

/** Describes a page for people: `limit 10 offset 20`. Empty where nothing is cut. */
export function describeLimit(rows: Pick<RowSet, 'limit' | 'offset'>): readonly string[] {
  if (rows.limit === null && rows.offset === 0) return [];
  return [
    [
      rows.limit === null ? '' : `limit ${rows.limit}`,
      rows.offset === 0 ? '' : `offset ${rows.offset}`,
    ]
      .filter((part) => part !== '')
      .join(' '),
  ];
}

/**
 * Describes groups for people: `aggregate count(*), sum(amount)`, `group by city`, `having`, `order
 * by count(*) desc`.
 */
export function describeGroups(groups: GroupSet): readonly string[] {
  const order = groups.orderBy.map((term) =>
    directed(
      term.value.kind === 'aggregate'
        ? describeAggregate(term.value.aggregate)
        : describeGroupKey(groups.by[term.value.index] ?? missing()),
      term,
    ),
  );
  return [
    ...describeAggregates(groups.fields),
    ...(groups.by.length === 0 ? [] : [`group by ${groups.by.map(describeGroupKey).join(', ')}`]),
    ...(groups.having === null ? [] : ['having']),
    ...orderBy(order),
  ];
}

/**
 * Describes aggregates for people: `aggregate count(*), sum(amount)`. Empty where there are none.
 */
export function describeAggregates(fields: readonly Aggregated[]): readonly string[] {
  const names = new Set(aggregatesOf(fields).map(describeAggregate));
  return names.size === 0 ? [] : [`aggregate ${[...names].join(', ')}`];
}

function directed(name: string, { direction }: OrderDirection): string {
  return direction === 'DESC' ? `${name} desc` : name;
}

function orderBy(terms: readonly string[]): readonly string[] {
  return terms.length === 0 ? [] : [`order by ${terms.join(', ')}`];
}

function missing(): never {
  throw new Error('an order by a group key that does not exist');
}
