import { GraphQLID, GraphQLNonNull } from 'graphql';
import type { DataModel } from '../model/data-model';
import { hasNodeId, hasNodeIds } from '../model/node-id';
import { decodeOpaque } from '../model/opaque-id';
import { primaryKeyOf } from '../model/primary-key';
import { GatewayError } from '../../errors/gateway-error';
import type { SelectionScope } from '../request/selection-scope';
import { toKeyLiteral } from '../request/to-key-literal';
import { NODE_TYPE } from '../types/node-type';
import type { DataField, FieldCall } from './data-field';
import { readByKey } from './read-by-key';

/** The field `node`: any row by its global id. Null when no table has global ids. */
export function nodeField(
  model: DataModel,
  selection: (call: FieldCall) => SelectionScope,
): DataField | null {
  if (!hasNodeIds(model)) return null;
  return {
    name: 'node',
    type: NODE_TYPE,
    description:
      'The row with this global id (`nodeId`), whatever its table; null when there is none.',
    args: { id: { type: new GraphQLNonNull(GraphQLID) } },
    answer: async (args, call) => {
      const [typeName, ...key] = decodeOpaque('id', args['id'] as string);
      const table = model.tables.find((each) => each.typeName === typeName);
      const node = table === undefined ? undefined : model.node(table.id);
      const columns = node === undefined || !hasNodeId(node) ? null : primaryKeyOf(node);
      if (node === undefined || columns === null || key.length !== columns.length)
        throw new GatewayError(
          'INVALID_INPUT',
          '`id` is the global id of no table that is offered now.',
        );
      return readByKey(
        node,
        columns.map((column, index) => [column, toKeyLiteral('id', column, key[index] ?? null)]),
        call,
        selection(call),
      );
    },
  };
}
