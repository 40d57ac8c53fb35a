import type { GraphQLNamedType, GraphQLUnionType } from 'graphql';
import { nodeOf, type DataModel } from '../model/data-model';
import { hasNodeId, NODE_ID } from '../model/node-id';
import { primaryKeyOf } from '../model/primary-key';
import type { DataField, FieldScope } from '../fields/data-field';
import { publicFields } from '../fields/public-fields';
import { tableFields } from '../fields/table-fields';
import { createTableTypes, namedTypes } from '../types/create-table-types';
import { sharedTypesOf } from '../types/shared-types';
import type { TypesOf } from '../types/table-types';
import { entitiesField } from './entities-field';
import { ANY, entityUnion, SERVICE } from './entity-types';
import type { SubgraphParts } from './print-subgraph';
import { serviceField } from './service-field';

/** What Apollo Federation is offered. */
export interface FederationOptions {
  /** The schema is shown to the administrator only. */
  readonly sdlNeedsAdmin: boolean;
  /** Representations in one field, at most: keys that are sent to a service. */
  readonly maxKeys: number;
}

/** What a subgraph has beside the data API. */
export interface FederationParts {
  /** Types that refer to no table. */
  readonly shared: readonly GraphQLNamedType[];
  /** Null when no table has a primary key. */
  readonly entity: GraphQLUnionType | null;
  readonly fields: (selection: FieldScope['selection']) => readonly DataField[];
}

/** @param newModel makes the same model anew */
export function federationParts(
  model: DataModel,
  types: TypesOf,
  newModel: () => DataModel,
  { sdlNeedsAdmin, maxKeys }: FederationOptions,
): FederationParts {
  const entity = entityUnion(model, types);
  return {
    shared: entity === null ? [SERVICE] : [SERVICE, ANY],
    entity,
    fields: (selection) => [
      serviceField({
        newParts: () => subgraphParts(newModel(), selection),
        selection,
        needsAdmin: sdlNeedsAdmin,
      }),
      ...(entity === null ? [] : [entitiesField({ model, entity, selection, maxKeys })]),
    ],
  };
}

function subgraphParts(model: DataModel, selection: FieldScope['selection']): SubgraphParts {
  const types = createTableTypes(model);
  return {
    tables: model.tables,
    shared: sharedTypesOf(model),
    typesOf: ({ id }) => namedTypes(types(id)),
    rootFieldsOf: ({ id }) =>
      publicFields(tableFields(nodeOf(id, model), { types: types(id), selection })),
    keysOf: ({ id }) => keysOf(nodeOf(id, model)),
  };
}

function keysOf(node: ReturnType<typeof nodeOf>): readonly string[] {
  const key = primaryKeyOf(node);
  if (key === null) return [];
  return [key.map(({ fieldName }) => fieldName).join(' '), ...(hasNodeId(node) ? [NODE_ID] : [])];
}
