import type { FieldNode, GraphQLObjectType } from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields';
import type { SelectionScope } from './selection-scope';

/** The field nodes of each member of an object, by response key, in response order. */
export type Members = ReadonlyMap<string, readonly FieldNode[]>;

/** What is selected of an object: fragments, @skip, @include and merged fields resolved. */
export function membersOf(
  type: GraphQLObjectType,
  fieldNodes: readonly FieldNode[],
  { schema, operation: { fragments, variableValues } }: SelectionScope,
): Members {
  return collectSubfields(schema, fragments, variableValues, type, fieldNodes);
}
