import {
  GraphQLEnumType,
  type GraphQLFieldConfigArgumentMap,
  GraphQLInputObjectType,
  type GraphQLInputFieldConfigMap,
  GraphQLInt,
  GraphQLList,
  type GraphQLNamedType,
  GraphQLNonNull,
} from 'graphql';
import type { RemoteColumn } from '../../model/remote-table';
import { isAggregated } from '../model/aggregate-functions';
import { buildConnectionTypes } from './connection-types';
import { nodeOf, type DataModel, type TableNode, type TableTypes } from '../model/data-model';
import { filterInputFor } from './filter-inputs';
import { buildGroupTypes } from './group-types';
import { ORDER_DIRECTION } from './order-direction';
import { primaryKeyOf } from '../model/primary-key';
import { lazyProperties } from '../../util/lazy-properties';
import { buildRowType } from './row-type';
import { aggregateFilterType, aggregateOrderByType, aggregateType } from './table-aggregate-types';

/** The types of a table, by its id. */
export type TypesOf = (tableId: string) => TableTypes;

/** The public types of every table, made when they are asked for, and kept. Fields are thunks: tables refer to each other. */
export function createTableTypes(model: DataModel): TypesOf {
  const types = new Map<string, TableTypes>();
  const typesOf: TypesOf = (tableId) => {
    const known = types.get(tableId);
    if (known !== undefined) return known;
    const made = buildTableTypes(nodeOf(tableId, model), typesOf);
    types.set(tableId, made);
    return made;
  };
  return typesOf;
}

function buildTableTypes(node: TableNode, typesOf: TypesOf): TableTypes {
  const columns = [...node.columns].filter(([, column]) => isAggregated(column));
  const types: TableTypes = lazyProperties<TableTypes>({
    row: () => buildRowType(node, typesOf),
    filter: () => filterType(node, typesOf),
    orderBy: () => (columns.length === 0 ? null : orderByType(node, columns, typesOf)),
    column: () => columnType(node),
    aggregate: () => aggregateType(node),
    aggregateFilter: () => aggregateFilterType(node, () => types),
    aggregateOrderBy: () => aggregateOrderByType(node),
    groups: () => buildGroupTypes(node, types, typesOf),
    connection: () => (primaryKeyOf(node) === null ? null : buildConnectionTypes(node, types.row)),
  });
  return types;
}

/** All types of a table. */
export function namedTypes({
  groups,
  connection,
  ...own
}: TableTypes): readonly GraphQLNamedType[] {
  const types: readonly (GraphQLNamedType | null | undefined)[] = [
    own.row,
    own.filter,
    own.orderBy,
    own.column,
    own.aggregate,
    own.aggregateFilter,
    own.aggregateOrderBy,
    groups?.group,
    groups?.key,
    groups?.by,
    groups?.orderBy,
    connection?.connection,
    connection?.edge,
  ];
  return types.filter((type) => type !== null && type !== undefined);
}

/** The arguments of a list of the table's rows. */
export function listArguments(types: TableTypes): GraphQLFieldConfigArgumentMap {
  return {
    ...whereArgument(types),
    ...(types.orderBy === null
      ? {}
      : {
          orderBy: {
            type: listOf(types.orderBy),
            description:
              'Orders by the first entry, then the second, and so on; one value in each entry.',
          },
        }),
    ...(types.column === null
      ? {}
      : {
          distinctOn: {
            type: listOf(types.column),
            description:
              'Only the first row, in the order, of those that have the same values in these columns. `orderBy` must begin with them.',
          },
        }),
    limit: { type: GraphQLInt, description: 'At most this many rows.' },
    offset: {
      type: GraphQLInt,
      description: 'Leaves out this many rows first. Give an order with it.',
    },
  };
}

export function whereArgument(types: Pick<TableTypes, 'filter'>): GraphQLFieldConfigArgumentMap {
  return {
    where: {
      type: types.filter,
      description: 'Only rows for which this holds. Left out, null or {}: all rows.',
    },
  };
}

function listOf<T extends GraphQLInputObjectType | GraphQLEnumType>(
  type: T,
): GraphQLList<GraphQLNonNull<T>> {
  return new GraphQLList(new GraphQLNonNull(type));
}

function filterType(node: TableNode, typesOf: TypesOf): GraphQLInputObjectType {
  const type: GraphQLInputObjectType = new GraphQLInputObjectType({
    name: `${node.table.typeName}Filter`,
    description: `A condition on rows of ${node.table.typeName}; all that is given must hold.`,
    fields: () => {
      const fields: GraphQLInputFieldConfigMap = { ...combinators(type) };
      for (const [name, column] of node.columns) fields[name] = { type: filterInputFor(column) };
      for (const [name, edge] of node.edges) {
        fields[name] = {
          type: typesOf(edge.to.id).filter,
          description:
            edge.kind === 'ARRAY'
              ? 'At least one related row for which this holds.'
              : 'The related row exists, and this holds for it.',
        };
      }
      for (const [name, edge] of node.summaries)
        fields[name] = {
          type: typesOf(edge.to.id).aggregateFilter,
          description: 'This holds for the related rows taken together, also where there are none.',
        };
      return fields;
    },
  });
  return type;
}

export function combinators(type: GraphQLInputObjectType): GraphQLInputFieldConfigMap {
  return {
    _and: { type: listOf(type), description: 'All of these hold.' },
    _or: {
      type: listOf(type),
      description: 'At least one of these holds; an empty list never does.',
    },
    _not: { type, description: 'This does not hold.' },
  };
}

function orderByType(
  node: TableNode,
  columns: readonly (readonly [string, RemoteColumn])[],
  typesOf: TypesOf,
): GraphQLInputObjectType {
  return new GraphQLInputObjectType({
    name: `${node.table.typeName}OrderBy`,
    description: `One value of ${node.table.typeName} to order by: of a column, of a related row, or an aggregate of related rows.`,
    fields: () => {
      const fields: GraphQLInputFieldConfigMap = Object.fromEntries(
        columns.map(([name]) => [name, { type: ORDER_DIRECTION }]),
      );
      for (const [name, edge] of node.edges) {
        const { orderBy } = typesOf(edge.to.id);
        if (edge.kind === 'OBJECT' && orderBy !== null)
          fields[name] = {
            type: orderBy,
            description: 'A value of the related row; null where there is none.',
          };
      }
      for (const [name, edge] of node.summaries)
        fields[name] = {
          type: typesOf(edge.to.id).aggregateOrderBy,
          description: 'An aggregate of the related rows.',
        };
      return fields;
    },
  });
}

/** Columns that can be chosen by name. An enum has no values `true`, `false` and `null`: columns of such a name cannot be chosen this way. */
export function chosenColumns(columns: readonly RemoteColumn[]): readonly RemoteColumn[] {
  return columns.filter(
    (column) => isAggregated(column) && !['true', 'false', 'null'].includes(column.fieldName),
  );
}

function columnType(node: TableNode): GraphQLEnumType | null {
  const names = chosenColumns(node.table.columns).map((column) => column.fieldName);
  if (names.length === 0) return null;
  return new GraphQLEnumType({
    name: `${node.table.typeName}Column`,
    description: `A column of ${node.table.typeName} whose values can be ordered and grouped.`,
    values: Object.fromEntries(names.map((name) => [name, { value: name }])),
  });
}
