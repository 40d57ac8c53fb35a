import {
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLInputFieldConfigMap,
} from 'graphql';
import type { TableNode } from '../model/data-model';
import { filterInputFor } from './filter-inputs';
import type { TypesOf } from './table-types';

/** `ShopOrdersFilter` */
export function filterType(node: TableNode, typesOf: TypesOf): GraphQLInputObjectType {
  const type: GraphQLInputObjectType = new GraphQLInputObjectType({
    name: `${node.table.typeName}Filter`,
    description: `A condition on rows of ${node.table.typeName}; all that is given must hold.`,
    fields: () => {
      const fields: GraphQLInputFieldConfigMap = { ...combinators(type) };
      for (const [name, column] of node.columns) fields[name] = { type: filterInputFor(column) };
      for (const [name, edge] of node.edges) {
        fields[name] = {
          type: typesOf(edge.to.id).filter,
          description:
            edge.kind === 'ARRAY'
              ? 'At least one related row for which this holds.'
              : 'The related row exists, and this holds for it.',
        };
      }
      for (const [name, edge] of node.summaries)
        fields[name] = {
          type: typesOf(edge.to.id).aggregateFilter,
          description: 'This holds for the related rows taken together, also where there are none.',
        };
      return fields;
    },
  });
  return type;
}

/** The members that every filter has: `_and`, `_or` and `_not`. */
export function combinators(type: GraphQLInputObjectType): GraphQLInputFieldConfigMap {
  return {
    _and: { type: new GraphQLList(new GraphQLNonNull(type)), description: 'All of these hold.' },
    _or: {
      type: new GraphQLList(new GraphQLNonNull(type)),
      description: 'At least one of these holds; an empty list never does.',
    },
    _not: { type, description: 'This does not hold.' },
  };
}
