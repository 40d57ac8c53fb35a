import {
  GraphQLBoolean,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
} from 'graphql';
import type { TableNode } from '../model/data-model';
import { SCALARS } from '../scalars/scalars';
import type { ConnectionTypes } from './table-types';

export const PAGE_INFO = new GraphQLObjectType({
  name: 'PageInfo',
  description: 'Where a page stands in its list.',
  fields: {
    hasNextPage: {
      type: new GraphQLNonNull(GraphQLBoolean),
      description:
        'Whether rows come after the page. With `last` only: whether `before` was given.',
    },
    hasPreviousPage: {
      type: new GraphQLNonNull(GraphQLBoolean),
      description:
        'Whether rows come before the page. With `first` only: whether `after` was given.',
    },
    startCursor: {
      type: GraphQLString,
      description: 'The cursor of the first row; null where the page has none.',
    },
    endCursor: {
      type: GraphQLString,
      description: 'The cursor of the last row; null where the page has none.',
    },
  },
});

/** `ShopOrdersConnection` and `ShopOrdersEdge` */
export function buildConnectionTypes(node: TableNode, row: GraphQLObjectType): ConnectionTypes {
  const { typeName } = node.table;
  const edge = new GraphQLObjectType({
    name: `${typeName}Edge`,
    description: `A row of ${typeName}, and its place in the list.`,
    fields: {
      cursor: {
        type: new GraphQLNonNull(GraphQLString),
        description: 'The place of the row, for `after` and `before`.',
      },
      node: { type: new GraphQLNonNull(row), description: 'The row.' },
    },
  });
  const connection = new GraphQLObjectType({
    name: `${typeName}Connection`,
    description: `A page of rows of ${typeName}.`,
    fields: {
      edges: {
        type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(edge))),
        description: 'The rows with their cursors.',
      },
      nodes: {
        type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(row))),
        description: 'The rows. With `edges { node }` beside it, both select the same.',
      },
      pageInfo: { type: new GraphQLNonNull(PAGE_INFO), description: 'Where the page stands.' },
      totalCount: {
        type: new GraphQLNonNull(SCALARS.BigInt),
        description:
          'How many rows there are on all pages. Counted only when it is selected, by a ' +
          'statement of its own.',
      },
    },
  });
  return { connection, edge };
}
