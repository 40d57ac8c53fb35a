import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import type { DataModel, TableNode } from '../model/data-model';
import type { TableTypes, TypesOf } from '../types/table-types';

/**
 * What is needed to read a selection: the operation, and the public types it was validated against.
 */
export interface SelectionScope {
  readonly model: DataModel;
  readonly types: TypesOf;
  readonly schema: GraphQLSchema;
  readonly operation: Pick<GraphQLResolveInfo, 'fragments' | 'variableValues'>;
  /** Begins the marks of all slots that the field has in its rows. */
  readonly mark: string;
}

/** Coerced arguments of a field. */
export type FieldArguments = Readonly<Record<string, unknown>>;

/** The public types of a table. */
export function typesIn(scope: SelectionScope, node: TableNode): TableTypes {
  return scope.types(node.table.id);
}
