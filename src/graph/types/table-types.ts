import type { GraphQLEnumType, GraphQLInputObjectType, GraphQLObjectType } from 'graphql';

/** The public types of one table. */
export interface TableTypes {
  readonly row: GraphQLObjectType;
  readonly filter: GraphQLInputObjectType;
  /**
   * Null when the table has no column that can be ordered or grouped by: GraphQL has no empty
   * types.
   */
  readonly orderBy: GraphQLInputObjectType | null;
  readonly column: GraphQLEnumType | null;
  readonly aggregate: GraphQLObjectType;
  readonly aggregateFilter: GraphQLInputObjectType;
  readonly aggregateOrderBy: GraphQLInputObjectType;
  readonly groups: GroupTypes | null;
  /** Null when the table has no primary key that arguments can name. */
  readonly connection: ConnectionTypes | null;
}

export interface ConnectionTypes {
  readonly connection: GraphQLObjectType;
  readonly edge: GraphQLObjectType;
}

/** The types of a table's groups. */
export interface GroupTypes {
  readonly group: GraphQLObjectType;
  readonly key: GraphQLObjectType;
  readonly by: GraphQLInputObjectType;
  readonly orderBy: GraphQLInputObjectType;
}

/** The types of a table, by its id. */
export type TypesOf = (tableId: string) => TableTypes;
