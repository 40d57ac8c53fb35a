import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ResidencyEnum } from '../schema/enums/remote-table-enums';
import { CreateRemoteTableInput } from '../schema/inputs/remote-table-inputs';
import { IntegrationObject } from '../schema/types/integration-object';
import { RelationshipObject } from '../schema/types/relationship-object';
import { RemoteColumnObject } from '../schema/types/remote-column-object';
import { RemoteTableObject } from '../schema/types/remote-table-object';
import { ServiceObject } from '../schema/types/service-object';
import {
  requireIntegration,
  requireService,
  serviceOf,
} from '../src/management/context/find-records';
import { createRemoteTable } from '../src/management/tables/create-remote-table';
import { deleteRemoteTable } from '../src/management/tables/delete-remote-table';
import { refreshRemoteTable } from '../src/management/tables/refresh-remote-table';
import type { Integration } from '../src/model/integration';
import { mayPrintNull } from '../src/model/may-print-null';
import type { Relationship, RemoteColumn, RemoteTable } from '../src/model/remote-table';
import type { Service } from '../src/model/service';
import type { ManagementRequestContext } from './management-request-context';
import { toRemoteTableRequest } from './to-remote-table-request';

@Resolver(() => RemoteTableObject)
export class RemoteTableResolver {
  @Query(() => [RemoteTableObject], {
    description:
      'All tables that can be queried, oldest first; those of one service only when it is given.',
  })
  remoteTables(
    @Ctx() { management }: ManagementRequestContext,
    @Arg('service', () => String, { nullable: true, description: 'The service, by name.' })
    service?: string | null,
  ): readonly RemoteTable[] {
    const snapshot = management.registry.current();
    return service
      ? snapshot.tablesOfService(requireService(management, service).id)
      : snapshot.remoteTables;
  }

  @Query(() => RemoteTableObject, {
    nullable: true,
    description: 'The remote table with that id; null when there is none.',
  })
  remoteTable(
    @Ctx() { management }: ManagementRequestContext,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): RemoteTable | null {
    return management.registry.current().remoteTable(id) ?? null;
  }

  @Mutation(() => RemoteTableObject, {
    description: 'Exposes a table over stored credentials: it can be queried when this answers.',
  })
  createRemoteTable(
    @Ctx() { management }: ManagementRequestContext,
    @Arg('input', () => CreateRemoteTableInput, {
      description: 'The service, and which of its tables.',
    })
    input: CreateRemoteTableInput,
  ): Promise<RemoteTable> {
    return createRemoteTable(management, input.service ?? null, toRemoteTableRequest(input));
  }

  @Mutation(() => RemoteTableObject, {
    description:
      "Reads the table's columns and keys again; `changes` says what changed. Columns that " +
      'stay keep their field names.',
  })
  refreshRemoteTable(
    @Ctx() { management }: ManagementRequestContext,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<RemoteTable> {
    return refreshRemoteTable(management, id);
  }

  @Mutation(() => RemoteTableObject, {
    description: 'Takes a table out of the data API. The table of the service stays untouched.',
  })
  deleteRemoteTable(
    @Ctx() { management }: ManagementRequestContext,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<RemoteTable> {
    return deleteRemoteTable(management, id);
  }

  @FieldResolver(() => IntegrationObject)
  integration(
    @Root() table: RemoteTable,
    @Ctx() { management }: ManagementRequestContext,
  ): Integration {
    return requireIntegration(management, table.integrationId);
  }

  @FieldResolver(() => ServiceObject)
  service(@Root() table: RemoteTable, @Ctx() { management }: ManagementRequestContext): Service {
    return serviceOf(management, table);
  }

  @FieldResolver(() => ResidencyEnum)
  residency(@Root() { feed }: RemoteTable): 'REMOTE' | 'PERSISTED' {
    return feed === undefined ? 'REMOTE' : 'PERSISTED';
  }

  @FieldResolver(() => [String])
  changes(@Root() table: RemoteTable): readonly string[] {
    return table.changes ?? [];
  }

  @FieldResolver(() => [RelationshipObject])
  relationships(
    @Root() table: RemoteTable,
    @Ctx() { management }: ManagementRequestContext,
  ): readonly Relationship[] {
    return management.registry.current().relationshipsFrom(table.id);
  }
}

@Resolver(() => RemoteColumnObject)
export class RemoteColumnResolver {
  @FieldResolver(() => String)
  graphqlType(@Root() column: RemoteColumn): string {
    const { scalar, list } = column;
    return (list ? `[${scalar}]` : scalar) + (mayPrintNull(column) ? '' : '!');
  }
}
