import {
  GraphQLInputObjectType, GraphQLInt, GraphQLList, GraphQLNonNull, GraphQLObjectType,
  type GraphQLFieldConfigArgumentMap, type GraphQLFieldConfigMap, type GraphQLInputFieldConfigMap, type GraphQLOutputType,
} from 'graphql';
import type { Edge } from '../model/query';
import type { RemoteColumn } from '../model/remote-table';
import type { DataModel, TableNode, TableTypes } from './data-model';
import { filterInputFor } from './filter-inputs';
import { ORDER_DIRECTION } from './order-direction';
import { SCALARS } from './scalars/scalars';

/** The public types of every table, by table id. Fields are thunks: tables refer to each other. */
export function buildTableTypes(model: DataModel): ReadonlyMap<string, TableTypes> {
  const types = new Map<string, TableTypes>();
  const typesOf = (tableId: string): TableTypes => {
    const found = types.get(tableId);
    if (found === undefined) throw new Error(`no types for table ${tableId}`);
    return found;
  };
  for (const [id, node] of model) {
    types.set(id, { row: rowType(node, typesOf), filter: filterType(node, typesOf), orderBy: orderByType(node) });
  }
  return types;
}

/** The arguments of a list of the table's rows. */
export function listArguments(types: TableTypes): GraphQLFieldConfigArgumentMap {
  return {
    where: { type: types.filter, description: 'Only rows for which this holds. Left out, null or {}: all rows.' },
    ...(types.orderBy === null ? {} : { orderBy: { type: new GraphQLList(new GraphQLNonNull(types.orderBy)), description: 'Orders by the first entry, then the second, and so on; one column in each entry.' } }),
    limit: { type: GraphQLInt, description: 'At most this many rows.' },
    offset: { type: GraphQLInt, description: 'Leaves out this many rows first. Give an order with it.' },
  };
}

/** JSON documents and lists have no order. */
export function isOrderable(column: RemoteColumn): boolean {
  return !column.list && column.scalar !== 'JSON';
}

function rowType(node: TableNode, typesOf: (tableId: string) => TableTypes): GraphQLObjectType {
  const { table } = node;
  return new GraphQLObjectType({
    name: table.typeName,
    description: table.description ?? `A row of \`${table.remote.schema}.${table.remote.table}\`.`,
    fields: () => {
      const fields: GraphQLFieldConfigMap<unknown, unknown> = {};
      for (const [name, column] of node.columns) fields[name] = { type: columnType(column), description: describeColumn(column) };
      for (const [name, edge] of node.edges) fields[name] = edgeField(edge, typesOf(edge.to.id));
      return fields;
    },
  });
}

function columnType(column: RemoteColumn): GraphQLOutputType {
  const type = column.list ? new GraphQLList(SCALARS[column.scalar]) : SCALARS[column.scalar];
  return column.nullable ? type : new GraphQLNonNull(type);
}

function describeColumn(column: RemoteColumn): string {
  const remote = `\`${column.name}\`${column.remoteType === null ? '' : `, ${column.remoteType}`}`;
  return column.description === null ? remote : `${column.description}\n\n${remote}`;
}

function edgeField(edge: Edge, types: TableTypes) {
  const on = edge.columns.map((pair) => `\`${pair.from.name}\` = \`${pair.to.name}\``).join(' and ');
  if (edge.kind === 'OBJECT') return { type: types.row, description: `The \`${edge.to.remote.table}\` row with ${on}.` };
  return {
    type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(types.row))),
    description: `The \`${edge.to.remote.table}\` rows with ${on}. Filter, order and limit count for each parent.`,
    args: listArguments(types),
  };
}

function filterType(node: TableNode, typesOf: (tableId: string) => TableTypes): GraphQLInputObjectType {
  const type: GraphQLInputObjectType = new GraphQLInputObjectType({
    name: `${node.table.typeName}Filter`,
    description: `A condition on rows of ${node.table.typeName}; all that is given must hold.`,
    fields: () => {
      const list = new GraphQLList(new GraphQLNonNull(type));
      const fields: GraphQLInputFieldConfigMap = {
        _and: { type: list, description: 'All of these hold.' },
        _or: { type: list, description: 'At least one of these holds; an empty list never does.' },
        _not: { type, description: 'This does not hold.' },
      };
      for (const [name, column] of node.columns) fields[name] = { type: filterInputFor(column) };
      for (const [name, edge] of node.edges) {
        fields[name] = { type: typesOf(edge.to.id).filter, description: edge.kind === 'ARRAY' ? 'At least one related row for which this holds.' : 'The related row exists, and this holds for it.' };
      }
      return fields;
    },
  });
  return type;
}

/** Null when the table has no column that can be ordered by: GraphQL has no empty input types. */
function orderByType(node: TableNode): GraphQLInputObjectType | null {
  const columns = [...node.columns].filter(([, column]) => isOrderable(column));
  if (columns.length === 0) return null;
  return new GraphQLInputObjectType({
    name: `${node.table.typeName}OrderBy`,
    description: `One column of ${node.table.typeName} to order by.`,
    fields: Object.fromEntries(columns.map(([name]) => [name, { type: ORDER_DIRECTION }])),
  });
}
