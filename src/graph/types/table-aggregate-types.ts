import {
  GraphQLInputObjectType,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLInputFieldConfigMap,
} from 'graphql';
import { isAggregated } from '../model/aggregate-functions';
import type { TableNode } from '../model/data-model';
import { SCALARS } from '../scalars/scalars';
import { aggregateTypesFor } from './aggregate-types';
import { scalarFilterOf } from './filter-inputs';
import { combinators } from './filter-type';
import { ORDER_DIRECTION } from './order-direction';
import type { TableTypes } from './table-types';

const COUNT = 'The number of rows.';

/** `ShopOrdersAggregate`: `_count`, and the aggregates of each column. */
export function aggregateType(node: TableNode): GraphQLObjectType {
  return new GraphQLObjectType({
    name: `${node.table.typeName}Aggregate`,
    description: `Aggregates of rows of ${node.table.typeName}.`,
    fields: () => ({
      _count: { type: new GraphQLNonNull(SCALARS.BigInt), description: COUNT },
      ...ofColumns(node, (types) => ({ type: new GraphQLNonNull(types.output) })),
    }),
  });
}

/** `ShopOrdersAggregateFilter` */
export function aggregateFilterType(
  node: TableNode,
  own: () => Pick<TableTypes, 'filter'>,
): GraphQLInputObjectType {
  const type: GraphQLInputObjectType = new GraphQLInputObjectType({
    name: `${node.table.typeName}AggregateFilter`,
    description:
      `A condition on many rows of ${node.table.typeName} taken together; all that is given ` +
      'must hold.',
    fields: (): GraphQLInputFieldConfigMap => ({
      ...combinators(type),
      _where: {
        type: own().filter,
        description:
          'Only rows for which this holds are taken together. Not in `having`: there, ' +
          '`where` does it.',
      },
      _count: { type: scalarFilterOf('BigInt'), description: COUNT },
      ...ofColumns(node, (types) => ({ type: types.filter })),
    }),
  });
  return type;
}

/** `ShopOrdersAggregateOrderBy` */
export function aggregateOrderByType(node: TableNode): GraphQLInputObjectType {
  return new GraphQLInputObjectType({
    name: `${node.table.typeName}AggregateOrderBy`,
    description: `One aggregate of rows of ${node.table.typeName} to order by.`,
    fields: () => ({
      _count: { type: ORDER_DIRECTION, description: COUNT },
      ...ofColumns(node, (types) => ({ type: types.orderBy })),
    }),
  });
}

function ofColumns<T>(
  node: TableNode,
  field: (types: ReturnType<typeof aggregateTypesFor>) => T,
): Readonly<Record<string, T>> {
  const columns = [...node.columns].filter(([, column]) => isAggregated(column));
  return Object.fromEntries(
    columns.map(([name, column]) => [name, field(aggregateTypesFor(column))]),
  );
}
