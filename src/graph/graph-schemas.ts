import type { GraphQLSchema } from 'graphql';

/**
 * The two GraphQL schemas of one moment. Callers see and are validated against the public one. The execution schema
 * has the same root fields with the same arguments, but its data fields are leaves that return `RawJson`.
 */
export interface GraphSchemas {
  readonly publicSchema: GraphQLSchema;
  readonly executionSchema: GraphQLSchema;
}
