import type { TableNode } from '../model/data-model';
import { connectionField } from './connection-field';
import type { DataField, FieldScope } from './data-field';
import { aggregateField, groupsField } from './group-fields';
import { byPkField, listField } from './row-fields';

/** The root fields of a table. */
export function tableFields(node: TableNode, scope: FieldScope): readonly DataField[] {
  return [
    listField(node, scope),
    byPkField(node, scope),
    aggregateField(node, scope),
    groupsField(node, scope),
    connectionField(node, scope),
  ].filter((field) => field !== null);
}
