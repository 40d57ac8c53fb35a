import type { GraphQLFieldConfigMap } from 'graphql';
import type { RequestContext } from '../../reading/request/request-context';
import type { DataField } from './data-field';

/** The fields as callers see them: with their types, and without resolvers. */
export function publicFields(
  fields: readonly DataField[],
): GraphQLFieldConfigMap<unknown, RequestContext> {
  return Object.fromEntries(
    fields.map(({ name, type, description, args }) => [name, { type, description, args }]),
  );
}
