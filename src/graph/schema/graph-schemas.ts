import type { GraphQLSchema } from 'graphql';

/**
 * The GraphQL schemas of one moment. Callers are validated against the public one, and see it by
 * introspection. The execution schema has the same root fields with the same arguments, but its
 * data fields are leaves that return `RawJson`.
 */
export interface GraphSchemas {
  readonly publicSchema: GraphQLSchema;
  readonly executionSchema: GraphQLSchema;
  /**
   * The public one, made anew, with a type map that lists all types (that of `ValidationSchema`
   * does not). Absent: the public one lists them.
   */
  readonly newListedSchema?: () => GraphQLSchema;
}
