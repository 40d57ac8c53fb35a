import { GraphQLInt, GraphQLList, GraphQLNonNull } from 'graphql';
import { remoteNameOf, type TableNode } from '../model/data-model';
import { toGroupSet, toTotal } from '../request/to-group-set';
import { whereArgument } from '../types/table-arguments';
import type { DataField, FieldScope } from './data-field';

/**
 * The field for aggregates of a table's rows. It is null, with an error, when the service could not
 * be read.
 */
export function aggregateField(node: TableNode, { types, selection }: FieldScope): DataField {
  return {
    name: `${node.table.fieldName}Aggregate`,
    type: types.aggregate,
    description: `Aggregates of the rows of ${remoteNameOf(node)}.`,
    args: whereArgument(types),
    answer: async (args, call) =>
      call.read({
        kind: 'groups',
        field: String(call.info.path.key),
        groups: toTotal(node, args, call.info.fieldNodes, selection(call)),
        result: 'ONE',
      }),
  };
}

/** The field for groups of a table's rows; null when the table has no column to group by. */
export function groupsField(node: TableNode, { types, selection }: FieldScope): DataField | null {
  const { groups } = types;
  if (groups === null) return null;
  return {
    name: `${node.table.fieldName}Groups`,
    type: new GraphQLList(new GraphQLNonNull(groups.group)),
    description:
      `The rows of ${remoteNameOf(node)} in groups: those ` + 'with the same key together.',
    args: {
      by: {
        type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(groups.by))),
        description: 'What the rows of a group have in common. Null is a key like any other.',
      },
      ...whereArgument(types),
      having: {
        type: types.aggregateFilter,
        description: 'Only groups for whose aggregates this holds.',
      },
      orderBy: {
        type: new GraphQLList(new GraphQLNonNull(groups.orderBy)),
        description:
          'Orders groups by the first entry, then the second, and so on. The keys decide ' +
          'between equals.',
      },
      limit: { type: GraphQLInt, description: 'At most this many groups.' },
      offset: { type: GraphQLInt, description: 'Leaves out this many groups first.' },
    },
    answer: async (args, call) =>
      call.read({
        kind: 'groups',
        field: String(call.info.path.key),
        groups: toGroupSet(node, args, call.info.fieldNodes, selection(call)),
        result: 'LIST',
      }),
  };
}
