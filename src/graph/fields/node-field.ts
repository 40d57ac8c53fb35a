import { GraphQLID, GraphQLInterfaceType, GraphQLNonNull } from 'graphql';
import { GatewayError } from '../../errors/gateway-error';
import type { Slot } from '../../model/query';
import type { PrintedKey } from '../../model/key-values';
import type { DataField, FieldCall } from './data-field';
import { nodeOf, type DataModel, type TableNode } from '../model/data-model';
import { decodeOpaque, encodeOpaque } from '../model/opaque-id';
import { primaryKeyOf } from '../model/primary-key';
import { readByKey } from './read-by-key';
import type { SelectionScope } from '../request/selection-scope';
import { toKeyLiteral } from '../request/to-key-literal';

export const NODE_ID = 'nodeId';

export const NODE_ID_FIELD = {
  type: new GraphQLNonNull(GraphQLID),
  description:
    'The id, for `node`. It stays as long as the primary key and the name of the type do.',
};

export const NODE = new GraphQLInterfaceType({
  name: 'Node',
  description: 'A row that has an id of its own among all tables.',
  fields: { [NODE_ID]: NODE_ID_FIELD },
});

/** Rows of the table have a global id: it has a primary key, and the name of the field is free. */
export function hasNodeId(node: TableNode): boolean {
  return (
    primaryKeyOf(node) !== null &&
    !node.columns.has(NODE_ID) &&
    !node.edges.has(NODE_ID) &&
    !node.summaries.has(NODE_ID)
  );
}

export function hasNodeIds(model: DataModel): boolean {
  return model.tables.some(({ id }) => hasNodeId(nodeOf(id, model)));
}

/** The place of a row's global id: the gateway makes it of the primary key. */
export function idSlot(responseKey: string, node: TableNode, mark: string): Slot {
  return {
    kind: 'slot',
    key: responseKey,
    mark: idMark(mark) + node.table.typeName,
    columns: primaryKeyOf(node) ?? [],
  };
}

/** What the marks of all ids of a field begin with; the name of the type follows. */
export function idMark(mark: string): string {
  return `${mark}.id.`;
}

export function globalId(typeName: string, key: PrintedKey): string {
  return encodeOpaque([typeName, ...key]);
}

/** Null when no table has global ids. */
export function nodeField(
  model: DataModel,
  selection: (call: FieldCall) => SelectionScope,
): DataField | null {
  if (!hasNodeIds(model)) return null;
  return {
    name: 'node',
    type: NODE,
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
