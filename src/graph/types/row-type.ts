import {
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigMap,
  type GraphQLOutputType,
} from 'graphql';
import type { Edge } from '../../model/edge';
import { mayPrintNull } from '../../model/may-print-null';
import type { RemoteColumn } from '../../model/remote-table';
import { remoteNameOf, type TableNode } from '../model/data-model';
import { hasNodeId, NODE_ID } from '../model/node-id';
import { SCALARS } from '../scalars/scalars';
import { NODE_ID_FIELD, NODE_TYPE } from './node-type';
import { listArguments, whereArgument } from './table-arguments';
import type { TableTypes, TypesOf } from './table-types';

/** The type of a table's rows. */
export function buildRowType(node: TableNode, typesOf: TypesOf): GraphQLObjectType {
  const { table } = node;
  return new GraphQLObjectType({
    name: table.typeName,
    interfaces: hasNodeId(node) ? [NODE_TYPE] : [],
    description: table.description ?? `A row of ${remoteNameOf(node)}.`,
    fields: () => {
      const fields: GraphQLFieldConfigMap<unknown, unknown> = {};
      for (const [name, column] of node.columns)
        fields[name] = { type: columnType(column), description: describeColumn(column) };
      if (hasNodeId(node)) fields[NODE_ID] = NODE_ID_FIELD;
      for (const [name, edge] of node.edges) fields[name] = edgeField(edge, typesOf(edge.to.id));
      for (const [name, edge] of node.summaries)
        fields[name] = summaryField(edge, typesOf(edge.to.id));
      return fields;
    },
  });
}

function columnType(column: RemoteColumn): GraphQLOutputType {
  const type = column.list ? new GraphQLList(SCALARS[column.scalar]) : SCALARS[column.scalar];
  return mayPrintNull(column) ? type : new GraphQLNonNull(type);
}

function describeColumn(column: RemoteColumn): string {
  const remote = `\`${column.name}\`${column.remoteType === null ? '' : `, ${column.remoteType}`}`;
  return column.description === null ? remote : `${column.description}\n\n${remote}`;
}

function edgeField(edge: Edge, types: TableTypes): GraphQLFieldConfig<unknown, unknown> {
  if (edge.kind === 'OBJECT')
    return {
      type: types.row,
      description: `The \`${edge.to.remote.table}\` row with ${joinOf(edge)}.`,
    };
  return {
    type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(types.row))),
    description:
      `The \`${edge.to.remote.table}\` rows with ${joinOf(edge)}. Filter, order and limit ` +
      'count for each parent.',
    args: listArguments(types),
  };
}

function summaryField(edge: Edge, types: TableTypes): GraphQLFieldConfig<unknown, unknown> {
  return {
    type: new GraphQLNonNull(types.aggregate),
    description: `Aggregates of the \`${edge.to.remote.table}\` rows with ${joinOf(edge)}.`,
    args: whereArgument(types),
  };
}

function joinOf(edge: Edge): string {
  return edge.columns.map((pair) => `\`${pair.from.name}\` = \`${pair.to.name}\``).join(' and ');
}
