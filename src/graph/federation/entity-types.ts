import {
  GraphQLObjectType,
  GraphQLNonNull,
  GraphQLScalarType,
  GraphQLString,
  valueFromASTUntyped,
} from 'graphql';
import type { DataModel } from '../model/data-model';
import { primaryKeyOf } from '../model/primary-key';
import { LazyUnionType } from '../lazy/lazy-union-type';
import type { TypesOf } from '../types/table-types';

/**
 * A type of Federation's subgraph specification. What a representation holds is for `toEntityKey`
 * to say.
 */
export const ANY = new GraphQLScalarType<unknown, unknown>({
  name: '_Any',
  description:
    'A representation of an entity: its `__typename`, and the fields of one of its keys.',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});

export const SERVICE = new GraphQLObjectType({
  name: '_Service',
  description: 'What a subgraph is asked for where a supergraph is composed.',
  fields: {
    sdl: {
      type: new GraphQLNonNull(GraphQLString),
      description: 'The data API in SDL, with the directives of Apollo Federation.',
    },
  },
});

/**
 * The union of all rows that other subgraphs can refer to; null when there are none, as GraphQL has
 * no empty unions.
 */
export function entityUnion(model: DataModel, types: TypesOf): LazyUnionType | null {
  const tables = model.tables.filter((table) => primaryKeyOf({ table }) !== null);
  if (tables.length === 0) return null;
  return new LazyUnionType({
    name: '_Entity',
    description: 'A row of a table with a primary key.',
    names: new Set(tables.map(({ typeName }) => typeName)),
    types: () => tables.map(({ id }) => types(id).row),
  });
}
