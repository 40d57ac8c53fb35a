import { randomBytes } from 'node:crypto';
import { GraphQLObjectType, GraphQLSchema, type GraphQLFieldConfigMap } from 'graphql';
import type { RegistrySnapshot } from '../registry/snapshot';
import { buildDataFields, executionFields, publicFields, type ReadData } from './data-fields';
import { buildDataModel } from './data-model';
import type { GraphSchemas } from './graph-schemas';
import type { RequestContext } from './request-context';
import { requireAdmin } from './require-admin';
import { buildTableTypes } from './table-types';

type FieldMap = GraphQLFieldConfigMap<unknown, RequestContext>;

/**
 * The management API and the data API of one registry snapshot, in one pair of schemas. No I/O: the same snapshot
 * gives the same schemas.
 * @param management the static half, whose types are shared by all pairs
 * @param newMark for tests: a text for each execution of a field that no text of a service can hold
 */
export function buildGraphSchemas(management: GraphQLSchema, snapshot: RegistrySnapshot, read: ReadData, newMark = randomMark): GraphSchemas {
  const model = buildDataModel(snapshot);
  const types = buildTableTypes(model);
  const fields = buildDataFields(model, types, () => publicSchema);
  const query = fieldsOf(management.getQueryType());
  const mutation = fieldsOf(management.getMutationType());
  const publicSchema = assemble(management, { ...query, ...publicFields(fields) }, mutation);
  const executionSchema = assemble(management, { ...guarded(query), ...executionFields(fields, read, newMark) }, guarded(mutation));
  return { publicSchema, executionSchema };
}

function randomMark(): string {
  return randomBytes(12).toString('base64url');
}

function fieldsOf(type: GraphQLObjectType | null | undefined): FieldMap {
  return (type?.toConfig().fields ?? {}) as FieldMap;
}

function assemble(management: GraphQLSchema, query: FieldMap, mutation: FieldMap): GraphQLSchema {
  return new GraphQLSchema({
    ...management.toConfig(),
    types: [],
    query: new GraphQLObjectType({ name: 'Query', description: 'Reads: the management API, and one set of fields for each remote table.', fields: query }),
    mutation: new GraphQLObjectType({ name: 'Mutation', description: 'Changes what exists. Needs the admin key.', fields: mutation }),
  });
}

/** Every management field asks for the admin role, in this one place: a new field cannot forget it. */
function guarded(fields: FieldMap): FieldMap {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      {
        ...field,
        resolve: (source, args, context, info) => {
          requireAdmin(context, name);
          return field.resolve?.(source, args, context, info);
        },
      } satisfies FieldMap[string],
    ]),
  );
}
