import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import { CreateRelationshipInput } from '../schema/inputs/create-relationship-input';
import { RelationshipObject } from '../schema/types/relationship-object';
import { RemoteTableObject } from '../schema/types/remote-table-object';
import { requireRemoteTable } from '../src/management/context/find-records';
import { createRelationship } from '../src/management/relationships/create-relationship';
import { deleteRelationship } from '../src/management/relationships/delete-relationship';
import type { Relationship, RemoteTable } from '../src/model/remote-table';
import type { ManagementRequestContext } from './management-request-context';

@Resolver(() => RelationshipObject)
export class RelationshipResolver {
  @Mutation(() => RelationshipObject, {
    description:
      'Declares a relationship between two remote tables: it can be queried when this answers.',
  })
  createRelationship(
    @Ctx() { management }: ManagementRequestContext,
    @Arg('input', () => CreateRelationshipInput, {
      description: 'Its name, its tables and the columns that join them.',
    })
    input: CreateRelationshipInput,
  ): Promise<Relationship> {
    const columns = input.columns.map(({ from, to, castTo }) => ({
      from,
      to,
      ...(castTo ? { castTo } : {}),
    }));
    return createRelationship(management, {
      name: input.name,
      kind: input.kind,
      fromTableId: input.fromTable,
      toTableId: input.toTable,
      columns,
    });
  }

  @Mutation(() => RelationshipObject, {
    description:
      'Takes a declared relationship out of the data API. One that follows from a foreign ' +
      'key cannot be deleted.',
  })
  deleteRelationship(
    @Ctx() { management }: ManagementRequestContext,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<Relationship> {
    return deleteRelationship(management, id);
  }

  @FieldResolver(() => RemoteTableObject)
  from(
    @Root() relationship: Relationship,
    @Ctx() { management }: ManagementRequestContext,
  ): RemoteTable {
    return requireRemoteTable(management, relationship.fromTableId);
  }

  @FieldResolver(() => RemoteTableObject)
  to(
    @Root() relationship: Relationship,
    @Ctx() { management }: ManagementRequestContext,
  ): RemoteTable {
    return requireRemoteTable(management, relationship.toTableId);
  }
}
