import { GraphQLObjectType, type GraphQLFieldConfigMap, type GraphQLSchema } from 'graphql';
import type { ReadData } from '../../reading/request/read-data';
import type { RequestContext } from '../../reading/request/request-context';
import type { RegistrySnapshot } from '../../registry/snapshot';
import type { RemoteTable } from '../../model/remote-table';
import { buildDataModel, nodeOf, type DataModel } from '../model/data-model';
import { randomMark } from '../../util/random-mark';
import {
  federationParts,
  type FederationOptions,
  type FederationParts,
} from '../federation/federation-parts';
import { RAW_JSON, type DataField, type FieldScope } from '../fields/data-field';
import { executionFields } from '../fields/execution-fields';
import { nodeField } from '../fields/node-field';
import { publicFields } from '../fields/public-fields';
import { tableFields } from '../fields/table-fields';
import { LazyObjectType } from '../lazy/lazy-object-type';
import { createTableTypes } from '../types/create-table-types';
import { sharedTypesOf } from '../types/shared-types';
import { tableMembers } from '../types/table-members';
import type { TypesOf } from '../types/table-types';
import { adminFields } from './admin-fields';
import { DataSchema, type DataSchemaConfig } from './data-schema';
import type { GraphSchemas } from './graph-schemas';
import { tableTypeSource } from './table-type-source';
import { ValidationSchema } from './validation-schema';

type FieldMap = GraphQLFieldConfigMap<unknown, RequestContext>;

export interface GraphOptions {
  /** What Federation is offered. Left out, or null: the data API is no subgraph. */
  readonly federation?: FederationOptions | null;
  /** Makes the mark of one execution of a field. Tests give one that they can foresee. */
  readonly newMark?: () => string;
}

/**
 * The management API and the data API of one registry snapshot, in one pair of schemas. No I/O: the
 * same snapshot gives the same schemas. What belongs to one table is made when it is asked for.
 * @param management the static half, whose types are shared by all pairs
 * @throws Error when two tables, or a table and the management API, have types of the same name
 */
export function buildGraphSchemas(
  management: GraphQLSchema,
  snapshot: RegistrySnapshot,
  read: ReadData,
  { federation = null, newMark = randomMark }: GraphOptions = {},
): GraphSchemas {
  const parts = modelParts(management, snapshot, federation);
  const publicSchema: GraphQLSchema = new ValidationSchema(publicParts(parts, () => publicSchema));
  const fields = dataFieldsOf(parts, () => publicSchema);
  const executionSchema = new DataSchema({
    ...parts,
    shared: [...parts.shared, RAW_JSON],
    query: queryType(adminFields(parts.queries), fields, (all) =>
      executionFields(all, read, newMark),
    ),
    mutation: mutationType(adminFields(parts.mutations)),
  });
  return {
    publicSchema,
    executionSchema,
    newListedSchema: () =>
      new DataSchema(publicParts(modelParts(management, snapshot, federation), () => publicSchema)),
  };
}

/** What the schemas of one snapshot have in common. */
interface ModelParts extends Pick<
  DataSchemaConfig,
  'management' | 'shared' | 'spanning' | 'tables'
> {
  readonly model: DataModel;
  readonly types: TypesOf;
  /** The table of each root field, by the field's name. */
  readonly fieldOwners: ReadonlyMap<string, RemoteTable>;
  readonly queries: FieldMap;
  readonly mutations: FieldMap;
  readonly federation: FederationParts | null;
}

function modelParts(
  management: GraphQLSchema,
  snapshot: RegistrySnapshot,
  options: FederationOptions | null,
): ModelParts {
  const model = buildDataModel(snapshot);
  const types = createTableTypes(model);
  const federation =
    options === null
      ? null
      : federationParts(model, types, () => buildDataModel(snapshot), options);
  return {
    management,
    model,
    types,
    federation,
    shared: [...sharedTypesOf(model), ...(federation?.shared ?? [])],
    spanning: federation?.entity ? [federation.entity] : [],
    tables: tableTypeSource(model, types),
    fieldOwners: fieldOwnersOf(model),
    queries: fieldsOf(management.getQueryType()),
    mutations: fieldsOf(management.getMutationType()),
  };
}

function publicParts(parts: ModelParts, getPublicSchema: () => GraphQLSchema): DataSchemaConfig {
  return {
    ...parts,
    query: queryType(parts.queries, dataFieldsOf(parts, getPublicSchema), publicFields),
    mutation: mutationType(parts.mutations),
  };
}

/** Root fields by the table that they belong to, and those of none. */
interface DataFields {
  readonly tables: ReadonlyMap<string, RemoteTable>;
  readonly common: readonly DataField[];
  readonly of: (table: RemoteTable) => readonly DataField[];
}

/**
 * The data fields. They are parts of the public schema, so that it can be asked for only when they
 * are executed.
 */
function dataFieldsOf(
  { model, types, fieldOwners, federation }: ModelParts,
  getPublicSchema: () => GraphQLSchema,
): DataFields {
  const selection: FieldScope['selection'] = ({ info, mark }) => ({
    model,
    types,
    schema: getPublicSchema(),
    operation: info,
    mark,
  });
  const node = nodeField(model, selection);
  return {
    tables: fieldOwners,
    common: [...(node === null ? [] : [node]), ...(federation?.fields(selection) ?? [])],
    of: (table) => tableFields(nodeOf(table.id, model), { types: types(table.id), selection }),
  };
}

function fieldOwnersOf(model: DataModel): ReadonlyMap<string, RemoteTable> {
  const owners = new Map<string, RemoteTable>();
  for (const table of model.tables) {
    for (const name of tableMembers(table).fields) owners.set(name, table);
  }
  return owners;
}

function fieldsOf(type: GraphQLObjectType | null | undefined): FieldMap {
  return (type?.toConfig().fields ?? {}) as FieldMap;
}

function queryType(
  management: FieldMap,
  fields: DataFields,
  toConfig: (fields: readonly DataField[]) => FieldMap,
): GraphQLObjectType<unknown, RequestContext> {
  return new LazyObjectType({
    name: 'Query',
    description: 'Reads: the management API, and one set of fields for each remote table.',
    fixed: { ...management, ...toConfig(fields.common) },
    owners: fields.tables,
    fieldsOf: (table) => toConfig(fields.of(table)),
  });
}

function mutationType(fields: FieldMap): GraphQLObjectType<unknown, RequestContext> {
  return new GraphQLObjectType({
    name: 'Mutation',
    description: 'Changes what exists. Needs the admin key.',
    fields,
  });
}
