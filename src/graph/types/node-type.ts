import { GraphQLID, GraphQLInterfaceType, GraphQLNonNull } from 'graphql';
import { NODE_ID } from '../model/node-id';

export const NODE_ID_FIELD = {
  type: new GraphQLNonNull(GraphQLID),
  description:
    'The id, for `node`. It stays as long as the primary key and the name of the type do.',
};

/** The interface of all rows that have a global id. */
export const NODE_TYPE = new GraphQLInterfaceType({
  name: 'Node',
  description: 'A row that has an id of its own among all tables.',
  fields: { [NODE_ID]: NODE_ID_FIELD },
});
