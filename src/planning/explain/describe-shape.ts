import type { SourceDialect } from '../../connectors/contract/source-dialect';
import type { Predicate } from '../../model/predicate/predicate';
import { conjuncts } from '../../model/predicate/predicate-leaves';
import type { RowSet } from '../../model/selection/row-set';
import type { Selected } from '../../model/selection/selected';
import { visitSelected } from '../../model/selection/visit-selected';
import type { Shape } from '../plan/shape';
import { describeAggregates, describeGroups, describeLimit, describeOrder } from './describe-page';

/**
 * Describes all that a shape asks for, for people: filters in the service's SQL, orders, limits,
 * joins, groups.
 */
export function describeShape(shape: Shape, dialect: SourceDialect): readonly string[] {
  if ('rows' in shape) return describeRows(shape.rows, dialect);
  const { groups } = shape;
  return [
    ...describeFilter(groups.where, dialect),
    ...describeGroups(groups),
    ...describeLimit(groups),
  ];
}

function describeRows(rows: RowSet, dialect: SourceDialect): readonly string[] {
  const lines = [...describeList(rows, dialect)];
  visitSelected(rows.fields, (field) => lines.push(...describeJoin(field, dialect)));
  return lines;
}

/** Describes one member of rows, without the members of an object or a list. */
function describeJoin(field: Selected, dialect: SourceDialect): readonly string[] {
  switch (field.kind) {
    case 'object':
      return [`join ${field.edge.name}`];
    case 'list':
      return [`join ${field.edge.name}`, ...describeList(field.rows, dialect)];
    case 'summary':
      return [
        `join ${field.of.edge.name}`,
        ...describeFilter(field.of.where, dialect),
        ...describeAggregates(field.fields),
      ];
    default:
      return [];
  }
}

function describeList(rows: RowSet, dialect: SourceDialect): readonly string[] {
  return [...describeFilter(rows.where, dialect), ...describeOrder(rows), ...describeLimit(rows)];
}

function describeFilter(where: Predicate | null, dialect: SourceDialect): readonly string[] {
  return conjuncts(where).map((predicate) => dialect.describe(predicate));
}
