import { GraphQLEnumType } from 'graphql';
import type { RemoteColumn } from '../../model/remote-table';
import { isAggregated } from '../model/aggregate-functions';
import type { TableNode } from '../model/data-model';

/**
 * The columns that can be chosen by name. A column named `true`, `false` or `null` cannot: GraphQL
 * has no enum values of these names.
 */
export function chosenColumns(columns: readonly RemoteColumn[]): readonly RemoteColumn[] {
  return columns.filter(
    (column) => isAggregated(column) && !['true', 'false', 'null'].includes(column.fieldName),
  );
}

/** `ShopOrdersColumn`; null when the table has no column that can be chosen. */
export function columnEnum(node: TableNode): GraphQLEnumType | null {
  const names = chosenColumns(node.table.columns).map((column) => column.fieldName);
  if (names.length === 0) return null;
  return new GraphQLEnumType({
    name: `${node.table.typeName}Column`,
    description: `A column of ${node.table.typeName} whose values can be ordered and grouped.`,
    values: Object.fromEntries(names.map((name) => [name, { value: name }])),
  });
}
