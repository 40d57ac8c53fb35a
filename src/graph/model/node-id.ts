import type { PrintedKey } from '../../model/predicate/key-values';
import { nodeOf, type DataModel, type TableNode } from './data-model';
import { encodeOpaque } from './opaque-id';
import { primaryKeyOf } from './primary-key';

/** The field of a row's global id. */
export const NODE_ID = 'nodeId';

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

/** What the marks of all global ids in an answer begin with; the name of the row's type follows. */
export function nodeIdMark(mark: string): string {
  return `${mark}.id.`;
}

/** The global id of a row, by the name of its type and the values of its primary key. */
export function encodeNodeId(typeName: string, key: PrintedKey): string {
  return encodeOpaque([typeName, ...key]);
}
