import {
  GraphQLEnumType,
  GraphQLFloat,
  GraphQLInputObjectType,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
  type GraphQLFieldConfigMap,
  type GraphQLInputFieldConfigMap,
} from 'graphql';
import type { Edge } from '../../model/edge';
import { firstFree } from '../../model/graphql-names';
import { TIME_BUCKETS } from '../../model/selection/group-set';
import { isAggregated } from '../model/aggregate-functions';
import type { TableNode } from '../model/data-model';
import { SCALARS } from '../scalars/scalars';
import type { GroupTypes, TableTypes, TypesOf } from './table-types';

export const TIME_BUCKET = new GraphQLEnumType({
  name: 'TimeBucket',
  description: 'A span of time. A week begins on Monday.',
  values: Object.fromEntries(TIME_BUCKETS.map((name) => [name, {}])),
});

const BY_FIELDS = ['column', 'bucket', 'zone', 'binWidth'] as const;

/** The types of a table's groups; null when the table has no column to group by. */
export function buildGroupTypes(
  node: TableNode,
  own: Pick<TableTypes, 'column' | 'aggregate' | 'aggregateOrderBy' | 'orderBy'>,
  typesOf: TypesOf,
): GroupTypes | null {
  const { typeName } = node.table;
  const { column, orderBy } = own;
  if (column === null || orderBy === null) return null;
  const key = keyType(node, typesOf);
  return {
    key,
    by: byType(node, column, typesOf),
    group: new GraphQLObjectType({
      name: `${typeName}Group`,
      description: `Rows of ${typeName} that have the same key.`,
      fields: {
        key: {
          type: new GraphQLNonNull(key),
          description: 'What the rows of the group have in common.',
        },
        aggregate: {
          type: new GraphQLNonNull(own.aggregate),
          description: 'Aggregates of the rows of the group.',
        },
      },
    }),
    orderBy: new GraphQLInputObjectType({
      name: `${typeName}GroupsOrderBy`,
      description: 'One value to order groups by: of the key, or an aggregate.',
      fields: {
        key: { type: orderBy, description: 'A column that is grouped by.' },
        aggregate: { type: own.aggregateOrderBy, description: 'An aggregate of the group.' },
      },
    }),
  };
}

/** Object relationships by the name that they have in `by`: theirs, unless it is taken there. */
export function groupedEdges(node: TableNode): ReadonlyMap<string, Edge> {
  const edges = new Map<string, Edge>();
  for (const [name, edge] of node.edges) {
    if (edge.kind === 'OBJECT')
      edges.set(
        firstFree(
          name,
          (candidate) =>
            !(BY_FIELDS as readonly string[]).includes(candidate) && !edges.has(candidate),
        ),
        edge,
      );
  }
  return edges;
}

function byType(
  node: TableNode,
  column: GraphQLEnumType,
  typesOf: TypesOf,
): GraphQLInputObjectType {
  return new GraphQLInputObjectType({
    name: `${node.table.typeName}GroupBy`,
    description:
      `One key to group rows of ${node.table.typeName} by: a column, ` +
      'or a key of a related row.',
    fields: () => {
      const fields: GraphQLInputFieldConfigMap = {
        column: { type: column, description: 'Groups by the values of this column.' },
        bucket: {
          type: TIME_BUCKET,
          description:
            'For Date, LocalDateTime and DateTime columns: groups by spans of time. The key ' +
            'is the begin of the span.',
        },
        zone: {
          type: GraphQLString,
          description:
            'For DateTime columns with a bucket: the time zone whose days and hours count, ' +
            'e.g. "Europe/Oslo". Left out: UTC.',
        },
        binWidth: {
          type: GraphQLFloat,
          description:
            'For numbers: groups by bins of this width that begin at its multiples. The key ' +
            'is the lower end of the bin.',
        },
      };
      for (const [name, edge] of groupedEdges(node)) {
        const { groups } = typesOf(edge.to.id);
        if (groups !== null)
          fields[name] = {
            type: groups.by,
            description: 'A key of the related row; null where there is none.',
          };
      }
      return fields;
    },
  });
}

function keyType(node: TableNode, typesOf: TypesOf): GraphQLObjectType {
  return new GraphQLObjectType({
    name: `${node.table.typeName}GroupKey`,
    description: 'The key of a group. Only what the rows are grouped by can be selected.',
    fields: () => {
      const columns = [...node.columns].filter(([, column]) => isAggregated(column));
      const fields: GraphQLFieldConfigMap<unknown, unknown> = Object.fromEntries(
        columns.map(([name, column]) => [name, { type: SCALARS[column.scalar] }]),
      );
      for (const [name, edge] of node.edges) {
        const { groups } = typesOf(edge.to.id);
        if (edge.kind === 'OBJECT' && groups !== null)
          fields[name] = {
            type: new GraphQLNonNull(groups.key),
            description: 'The key of the related row; its members are null where there is none.',
          };
      }
      return fields;
    },
  });
}
