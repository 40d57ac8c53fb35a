import { GraphQLList, GraphQLNonNull } from 'graphql';
import { remoteNameOf, type TableNode } from '../model/data-model';
import { primaryKeyOf } from '../model/primary-key';
import { toLiteral } from '../request/to-column-predicate';
import { toRowSet } from '../request/to-row-set';
import { SCALARS } from '../scalars/scalars';
import { listArguments } from '../types/table-arguments';
import type { DataField, FieldScope } from './data-field';
import { readByKey } from './read-by-key';

/**
 * The field for a list of a table's rows. It is null, with an error, when the service could not be
 * read: the other fields of the operation still answer.
 */
export function listField(node: TableNode, { types, selection }: FieldScope): DataField {
  return {
    name: node.table.fieldName,
    type: new GraphQLList(new GraphQLNonNull(types.row)),
    description: node.table.description ?? `Rows of ${remoteNameOf(node)}.`,
    args: listArguments(types),
    answer: async (args, call) =>
      call.forward({
        kind: 'rows',
        field: String(call.info.path.key),
        rows: toRowSet(node, args, call.info.fieldNodes, selection(call)),
        result: 'LIST',
      }),
  };
}

/**
 * The field for the row with a primary key; null when the table has none that arguments can name.
 */
export function byPkField(node: TableNode, { types, selection }: FieldScope): DataField | null {
  const key = primaryKeyOf(node);
  if (key === null) return null;
  return {
    name: `${node.table.fieldName}ByPk`,
    type: types.row,
    description:
      `The row of ${remoteNameOf(node)} with this primary ` + 'key; null when there is none.',
    args: Object.fromEntries(
      key.map((column) => [column.fieldName, { type: new GraphQLNonNull(SCALARS[column.scalar]) }]),
    ),
    answer: async (args, call) => {
      return readByKey(
        node,
        key.map((column) => [column, toLiteral(column, args[column.fieldName])]),
        call,
        selection(call),
      );
    },
  };
}
