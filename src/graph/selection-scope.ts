import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import type { DataModel, TableNode, TableTypes } from './data-model';

/** What is needed to read a selection: the operation, and the public types it was validated against. */
export interface SelectionScope {
  readonly model: DataModel;
  readonly types: ReadonlyMap<string, TableTypes>;
  readonly schema: GraphQLSchema;
  readonly operation: Pick<GraphQLResolveInfo, 'fragments' | 'variableValues'>;
  /** Begins the marks of slots that the field has in its rows. */
  readonly mark: string;
}

/** Coerced arguments of a field. */
export type FieldArguments = Readonly<Record<string, unknown>>;

export function typesIn(scope: SelectionScope, node: TableNode): TableTypes {
  const types = scope.types.get(node.table.id);
  if (types === undefined) throw new Error(`no types for table ${node.table.id}`);
  return types;
}
