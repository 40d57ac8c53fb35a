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
   * Makes the public schema anew, with a type map that lists all types, which that of a
   * `ValidationSchema` does not. Absent: the type map of the public schema lists them.
   */
  readonly newListedSchema?: () => GraphQLSchema;
}
