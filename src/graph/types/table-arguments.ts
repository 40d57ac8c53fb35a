import {
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLString,
  type GraphQLFieldConfigArgumentMap,
} from 'graphql';
import type { TableTypes } from './table-types';

/** The arguments of a list of the table's rows. */
export function listArguments(types: TableTypes): GraphQLFieldConfigArgumentMap {
  return {
    ...whereArgument(types),
    ...(types.orderBy === null
      ? {}
      : {
          orderBy: {
            type: new GraphQLList(new GraphQLNonNull(types.orderBy)),
            description:
              'Orders by the first entry, then the second, and so on; one value in each entry.',
          },
        }),
    ...(types.column === null
      ? {}
      : {
          distinctOn: {
            type: new GraphQLList(new GraphQLNonNull(types.column)),
            description:
              'Only the first row, in the order, of those that have the same values in these ' +
              'columns. `orderBy` must begin with them.',
          },
        }),
    limit: { type: GraphQLInt, description: 'At most this many rows.' },
    offset: {
      type: GraphQLInt,
      description: 'Leaves out this many rows first. Give an order with it.',
    },
  };
}

export function whereArgument(types: Pick<TableTypes, 'filter'>): GraphQLFieldConfigArgumentMap {
  return {
    where: {
      type: types.filter,
      description: 'Only rows for which this holds. Left out, null or {}: all rows.',
    },
  };
}

/** The arguments of a connection over the table's rows. */
export function connectionArguments(
  types: Pick<TableTypes, 'filter' | 'orderBy'>,
): GraphQLFieldConfigArgumentMap {
  return {
    ...whereArgument(types),
    ...(types.orderBy === null
      ? {}
      : {
          orderBy: {
            type: new GraphQLList(new GraphQLNonNull(types.orderBy)),
            description: 'Columns of the table itself. The primary key decides between equals.',
          },
        }),
    first: { type: GraphQLInt, description: 'The first so many rows, behind `after`.' },
    after: { type: GraphQLString, description: 'Only rows behind the one with this cursor.' },
    last: { type: GraphQLInt, description: 'The last so many rows, ahead of `before`.' },
    before: { type: GraphQLString, description: 'Only rows ahead of the one with this cursor.' },
  };
}
