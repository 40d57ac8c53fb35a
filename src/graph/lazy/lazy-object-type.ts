import {
  GraphQLObjectType,
  type GraphQLField,
  type GraphQLFieldConfigMap,
  type GraphQLFieldMap,
  type GraphQLObjectTypeConfig,
} from 'graphql';
import type { RequestContext } from '../../reading/request/request-context';
import { LazyMembers } from './lazy-members';
import { lazyRecord } from './lazy-record';

type Fields = GraphQLFieldConfigMap<unknown, RequestContext>;

export interface LazyObjectTypeConfig<Owner> extends Pick<
  GraphQLObjectTypeConfig<unknown, RequestContext>,
  'name' | 'description'
> {
  /**
   * Fields that are always there. A field of an owner takes the place of one with the same name.
   */
  readonly fixed: Fields;
  /** The owner of each field, by the field's name. */
  readonly owners: ReadonlyMap<string, Owner>;
  readonly fieldsOf: (owner: Owner) => Fields;
}

/**
 * An object type with the fields of many owners, each made when it is asked for. graphql-js 16.15
 * reads the fields of a type through `getFields` only: one by name where it validates or executes,
 * all of them where it prints or introspects.
 */
export class LazyObjectType<Owner> extends GraphQLObjectType<unknown, RequestContext> {
  readonly #fields: GraphQLFieldMap<unknown, RequestContext>;

  constructor({ name, description, fixed, owners, fieldsOf }: LazyObjectTypeConfig<Owner>) {
    super({ name, description, fields: {} });
    const define = (fields: Fields): ReadonlyMap<string, GraphQLField<unknown, RequestContext>> =>
      new Map(Object.entries(new GraphQLObjectType({ name, fields }).getFields()));
    const always = define(fixed);
    const members = new LazyMembers(owners, (owner: Owner) => define(fieldsOf(owner)));
    this.#fields = lazyRecord({
      has: (field) => members.has(field) || always.has(field),
      find: (field) => members.find(field) ?? always.get(field),
      names: () => new Set([...always.keys(), ...members.names()]),
    });
  }

  override getFields(): GraphQLFieldMap<unknown, RequestContext> {
    return this.#fields;
  }
}
