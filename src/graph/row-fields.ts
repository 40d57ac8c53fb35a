import { GraphQLList, GraphQLNonNull } from 'graphql';
import type { Predicate } from '../model/query';
import type { RemoteColumn } from '../model/remote-table';
import { isAggregated } from './aggregate-functions';
import type { DataField, FieldScope } from './data-fields';
import type { TableNode } from './data-model';
import { SCALARS } from './scalars/scalars';
import { listArguments } from './table-types';
import { toLiteral } from './to-predicate';
import { toRowSet } from './to-row-set';

/** A null list with an error says that the source could not be read; the other fields of the operation still answer. */
export function listField(node: TableNode, { types, selection }: FieldScope): DataField {
  return {
    name: node.table.fieldName,
    type: new GraphQLList(new GraphQLNonNull(types.row)),
    description: node.table.description ?? `Rows of \`${node.table.remote.schema}.${node.table.remote.table}\`.`,
    args: listArguments(types),
    toRequest: (args, info) => ({ kind: 'rows', field: String(info.path.key), rows: toRowSet(node, args, info.fieldNodes, selection(info)), result: 'LIST' }),
  };
}

/** Null when the table has no primary key that arguments can name. */
export function byPkField(node: TableNode, { types, selection }: FieldScope): DataField | null {
  const key = node.table.primaryKey.map((name) => node.table.columns.find((column) => column.name === name));
  if (key.length === 0 || !key.every((column): column is RemoteColumn => column !== undefined && isAggregated(column))) return null;
  return {
    name: `${node.table.fieldName}ByPk`,
    type: types.row,
    description: `The row of \`${node.table.remote.schema}.${node.table.remote.table}\` with this primary key; null when there is none.`,
    args: Object.fromEntries(key.map((column) => [column.fieldName, { type: new GraphQLNonNull(SCALARS[column.scalar]) }])),
    toRequest: (args, info) => {
      const operands = key.map((column): Predicate => ({ kind: 'compare', column, operator: 'EQ', value: toLiteral(column, args[column.fieldName]) }));
      const where: Predicate = operands.length === 1 && operands[0] !== undefined ? operands[0] : { kind: 'and', operands };
      return { kind: 'rows', field: String(info.path.key), rows: { ...toRowSet(node, {}, info.fieldNodes, selection(info)), where }, result: 'ONE' };
    },
  };
}
