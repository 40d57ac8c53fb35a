import type { GraphQLNamedType } from 'graphql';
import { nodeOf, type DataModel, type TableNode } from '../model/data-model';
import { primaryKeyOf } from '../model/primary-key';
import { lazyProperties } from '../../util/lazy-properties';
import { columnEnum } from './column-enum';
import { buildConnectionTypes } from './connection-types';
import { filterType } from './filter-type';
import { buildGroupTypes } from './group-types';
import { orderByType } from './order-by-type';
import { buildRowType } from './row-type';
import { aggregateFilterType, aggregateOrderByType, aggregateType } from './table-aggregate-types';
import type { TableTypes, TypesOf } from './table-types';

/**
 * The public types of every table, made when they are first asked for. Their fields are thunks,
 * because tables refer to each other.
 */
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
  const types: TableTypes = lazyProperties<TableTypes>({
    row: () => buildRowType(node, typesOf),
    filter: () => filterType(node, typesOf),
    orderBy: () => orderByType(node, typesOf),
    column: () => columnEnum(node),
    aggregate: () => aggregateType(node),
    aggregateFilter: () => aggregateFilterType(node, () => types),
    aggregateOrderBy: () => aggregateOrderByType(node),
    groups: () => buildGroupTypes(node, types, typesOf),
    connection: () => (primaryKeyOf(node) === null ? null : buildConnectionTypes(node, types.row)),
  });
  return types;
}

/** All types of a table, that of its rows first. */
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
