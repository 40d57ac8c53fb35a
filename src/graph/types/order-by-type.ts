import { GraphQLInputObjectType, type GraphQLInputFieldConfigMap } from 'graphql';
import { isAggregated } from '../model/aggregate-functions';
import type { TableNode } from '../model/data-model';
import { ORDER_DIRECTION } from './order-direction';
import type { TypesOf } from './table-types';

/** `ShopOrdersOrderBy`; null when the table has no column that can be ordered by. */
export function orderByType(node: TableNode, typesOf: TypesOf): GraphQLInputObjectType | null {
  const columns = [...node.columns].filter(([, column]) => isAggregated(column));
  if (columns.length === 0) return null;
  return new GraphQLInputObjectType({
    name: `${node.table.typeName}OrderBy`,
    description:
      `One value of ${node.table.typeName} to order by: of a column, of a related row, or an ` +
      'aggregate of related rows.',
    fields: () => {
      const fields: GraphQLInputFieldConfigMap = Object.fromEntries(
        columns.map(([name]) => [name, { type: ORDER_DIRECTION }]),
      );
      for (const [name, edge] of node.edges) {
        const { orderBy } = typesOf(edge.to.id);
        if (edge.kind === 'OBJECT' && orderBy !== null)
          fields[name] = {
            type: orderBy,
            description: 'A value of the related row; null where there is none.',
          };
      }
      for (const [name, edge] of node.summaries)
        fields[name] = {
          type: typesOf(edge.to.id).aggregateOrderBy,
          description: 'An aggregate of the related rows.',
        };
      return fields;
    },
  });
}
