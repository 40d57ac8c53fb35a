import 'reflect-metadata';
import {
  isIntrospectionType,
  printSchema,
  specifiedScalarTypes,
  type GraphQLSchema,
} from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import { ExplainResolver } from '../resolvers/explain-resolver';
import {
  IntegrationDatabaseResolver,
  IntegrationResolver,
} from '../resolvers/integration-resolver';
import { RelationshipResolver } from '../resolvers/relationship-resolver';
import { RemoteColumnResolver, RemoteTableResolver } from '../resolvers/remote-table-resolver';
import { ServiceResolver } from '../resolvers/service-resolver';
import { TopicFeedOfTableResolver, TopicFeedResolver } from '../resolvers/topic-feed-resolver';

let built: GraphQLSchema | null = null;

/**
 * The management API. Its resolvers need a `ManagementRequestContext`; who may call it is decided
 * by the server. A method with several arguments takes them as one class with `@Args`: decorators
 * of parameters run from the last to the first, so type-graphql (2.0.0-rc.4) would list single ones
 * in reverse.
 */
export function buildManagementSchema(): GraphQLSchema {
  return (built ??= buildSchemaSync({
    resolvers: [
      ServiceResolver,
      IntegrationResolver,
      IntegrationDatabaseResolver,
      RemoteTableResolver,
      RemoteColumnResolver,
      RelationshipResolver,
      TopicFeedOfTableResolver,
      TopicFeedResolver,
      ExplainResolver,
    ],
    validate: false,
  }));
}

/** The management API as SDL, with all descriptions: what schema/schema.graphql holds. */
export function renderManagementSchema(): string {
  return `${printSchema(buildManagementSchema())}\n`;
}

/** Every root field and type of the management API: no remote table may take one of these names. */
export function managementNames(schema: GraphQLSchema): ReadonlySet<string> {
  const rootFields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
    Object.keys(type?.getFields() ?? {}),
  );
  const types = Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type))
    .map((type) => type.name);
  return new Set([...rootFields, ...types, ...specifiedScalarTypes.map((type) => type.name)]);
}
