import type { Aggregate } from '../../model/aggregate';
import { foldValue, type ValueAlgebra } from '../../model/selection/fold-value';
import type { GroupKey } from '../../model/selection/group-set';
import type { RowValue } from '../../model/selection/row-value';

/** Describes a value for people: `name`, `artist.name`, `orders: sum(amount)`. */
export function describeValue(value: RowValue): string {
  return foldValue(value, DESCRIBED);
}

const DESCRIBED: ValueAlgebra<string> = {
  column: (value) => value.column.name,
  aggregate: (value) => `${value.of.edge.name}: ${describeAggregate(value.aggregate)}`,
  related: (value, _context, inner) => `${value.edge.name}.${inner()}`,
};

/** Describes an aggregate for people: `count(*)`, `sum(amount)`, `quantiles(amount)`. */
export function describeAggregate(aggregate: Aggregate): string {
  switch (aggregate.kind) {
    case 'count':
      return 'count(*)';
    case 'simple':
      return `${aggregate.function.toLowerCase()}(${aggregate.column.name})`;
    case 'argument':
      return `${aggregate.function.toLowerCase()}(${aggregate.column.name}, ${aggregate.by.name})`;
    default:
      return `${aggregate.kind}(${aggregate.column.name})`;
  }
}

/** Describes a group key for people: `city`, `month of created`, `bin of amount`. */
export function describeGroupKey(key: GroupKey): string {
  const value = describeValue(key.value);
  if (key.kind === 'value') return value;
  return key.kind === 'bin' ? `bin of ${value}` : `${key.bucket.toLowerCase()} of ${value}`;
}
