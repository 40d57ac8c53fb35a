import {
  Arg,
  Args,
  Ctx,
  FieldResolver,
  ID,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { IntegrationPurposeEnum } from '../schema/enums/integration-enums';
import { ServiceLocationEnum } from '../schema/enums/service-enums';
import {
  DeleteIntegrationArguments,
  ListIntegrationsArguments,
  UpdateGrantsArguments,
  UpdateManagedDatabasesArguments,
} from '../schema/inputs/integration-arguments';
import type { KafkaTableInput } from '../schema/inputs/kafka-inputs';
import {
  SetUpManagedCredentialsInput,
  SetUpManagedDatabasesInput,
} from '../schema/inputs/set-up-inputs';
import { DeletionImpactObject } from '../schema/types/deletion-impact-object';
import { IntegrationDatabaseObject } from '../schema/types/integration-database-object';
import { IntegrationObject } from '../schema/types/integration-object';
import { IntegrationSupportObject } from '../schema/types/integration-support-object';
import { RemoteTableObject } from '../schema/types/remote-table-object';
import { ServiceObject } from '../schema/types/service-object';
import { SUPPORT_MATRIX, type IntegrationSupport } from '../src/connectors/support-matrix';
import { serviceOf } from '../src/management/context/find-records';
import type { GivenFeeds } from '../src/management/feeds/plan-feeds';
import { deleteIntegration } from '../src/management/integrations/delete-integration';
import {
  deletionImpact,
  type DeletionImpact,
} from '../src/management/integrations/deletion-impact';
import { listIntegrations } from '../src/management/integrations/list-integrations';
import { pauseIntegration } from '../src/management/integrations/pause-integration';
import { resumeIntegration } from '../src/management/integrations/resume-integration';
import { setUpManagedCredentials } from '../src/management/integrations/set-up-managed-credentials';
import { setUpManagedDatabases } from '../src/management/integrations/set-up-managed-databases';
import { updateGrants } from '../src/management/integrations/update-grants';
import { updateManagedDatabases } from '../src/management/integrations/update-managed-databases';
import {
  purposeOf,
  type Integration,
  type IntegrationDatabase,
  type IntegrationPurpose,
} from '../src/model/integration';
import type { RemoteTable } from '../src/model/remote-table';
import type { Service, ServiceLocation } from '../src/model/service';
import { loadersOf } from './management-loaders';
import type { ManagementRequestContext } from './management-request-context';
import { toCredentials } from './to-credentials';
import { toRemoteTableRequest } from './to-remote-table-request';

@Resolver(() => IntegrationObject)
export class IntegrationResolver {
  @Query(() => [IntegrationObject], {
    description: 'All integrations, oldest first; those that match every given argument only.',
  })
  integrations(
    @Ctx() { management }: ManagementRequestContext,
    @Args() wanted: ListIntegrationsArguments,
  ): readonly Integration[] {
    return listIntegrations(management, wanted);
  }

  @Query(() => IntegrationObject, {
    nullable: true,
    description: 'The integration with that id; null when there is none.',
  })
  integration(
    @Ctx() { management }: ManagementRequestContext,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Integration | null {
    return management.registry.current().integration(id) ?? null;
  }

  @Query(() => [IntegrationSupportObject], {
    description: 'The support matrix: which integrations each type of service has.',
  })
  integrationSupport(): readonly IntegrationSupport[] {
    return SUPPORT_MATRIX;
  }

  @Mutation(() => IntegrationObject, {
    description:
      "Stores a service's credentials as a ClickHouse named collection, after trying them, " +
      'and exposes the tables asked for. All of it or nothing.',
  })
  setUpManagedCredentials(
    @Ctx() { management }: ManagementRequestContext,
    @Arg('input', () => SetUpManagedCredentialsInput, {
      description: 'The service, its credentials, and what to expose.',
    })
    input: SetUpManagedCredentialsInput,
  ): Promise<Integration> {
    const { service, credentials, grants, remoteTables } = input;
    return setUpManagedCredentials(management, {
      service,
      credentials: toCredentials(credentials),
      grants,
      remoteTables: (remoteTables ?? []).map(toRemoteTableRequest),
    });
  }

  @Mutation(() => IntegrationObject, {
    description:
      'Creates ClickHouse databases that show what a service holds, and exposes its tables ' +
      'in the data API. All of it or nothing.',
  })
  setUpManagedDatabases(
    @Ctx() { management }: ManagementRequestContext,
    @Arg('input', () => SetUpManagedDatabasesInput, {
      description: 'The service, its credentials, and what to show.',
    })
    input: SetUpManagedDatabasesInput,
  ): Promise<Integration> {
    const { service, credentials, databases = null, tables, expose = null } = input;
    return setUpManagedDatabases(management, {
      service,
      credentials: toCredentials(credentials),
      databases,
      topicTables: toGivenFeeds(tables),
      expose,
    });
  }

  @Mutation(() => IntegrationObject, {
    description:
      'Makes the databases of an integration exactly those given: new ones are made and ' +
      'exposed, others dropped, and those that stay are not touched.',
  })
  updateManagedDatabases(
    @Ctx() { management }: ManagementRequestContext,
    @Args() { id, databases = null, tables, credentials }: UpdateManagedDatabasesArguments,
  ): Promise<Integration> {
    return updateManagedDatabases(management, id, {
      databases,
      topicTables: toGivenFeeds(tables),
      credentials: toCredentials(credentials),
    });
  }

  @Mutation(() => IntegrationObject, {
    description:
      'Makes the ClickHouse users and roles that may use the named collection exactly those given.',
  })
  updateGrants(
    @Ctx() { management }: ManagementRequestContext,
    @Args() { id, grants }: UpdateGrantsArguments,
  ): Promise<Integration> {
    return updateGrants(management, id, grants);
  }

  @Mutation(() => IntegrationObject, {
    description:
      'Stops everything that touches the service; the credentials stay. Its fields answer ' +
      'INTEGRATION_PAUSED at once.',
  })
  pauseIntegration(
    @Ctx() { management }: ManagementRequestContext,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<Integration> {
    return pauseIntegration(management, id);
  }

  @Mutation(() => IntegrationObject, {
    description:
      'Lets a paused integration run again, or mends a failed one: tries the stored ' +
      'credentials, and makes what is missing in ClickHouse.',
  })
  resumeIntegration(
    @Ctx() { management }: ManagementRequestContext,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<Integration> {
    return resumeIntegration(management, id);
  }

  @Mutation(() => IntegrationObject, {
    description:
      'Removes its databases, tables and configuration from ClickHouse. Remote data stays ' +
      'untouched.',
  })
  deleteIntegration(
    @Ctx() { management }: ManagementRequestContext,
    @Args() { id, force }: DeleteIntegrationArguments,
  ): Promise<Integration> {
    return deleteIntegration(management, id, { force });
  }

  @FieldResolver(() => IntegrationPurposeEnum)
  purpose(@Root() integration: Integration): IntegrationPurpose {
    return purposeOf(integration.type);
  }

  @FieldResolver(() => ServiceObject)
  service(
    @Root() integration: Integration,
    @Ctx() { management }: ManagementRequestContext,
  ): Service {
    return serviceOf(management, integration);
  }

  @FieldResolver(() => ServiceLocationEnum)
  location(
    @Root() integration: Integration,
    @Ctx() { management }: ManagementRequestContext,
  ): ServiceLocation {
    return serviceOf(management, integration).location;
  }

  @FieldResolver(() => [RemoteTableObject])
  remoteTables(
    @Root() integration: Integration,
    @Ctx() { management }: ManagementRequestContext,
  ): readonly RemoteTable[] {
    return management.registry.current().tablesOfIntegration(integration.id);
  }

  @FieldResolver(() => DeletionImpactObject)
  async deletionImpact(
    @Root() integration: Integration,
    @Ctx() context: ManagementRequestContext,
  ): Promise<DeletionImpact> {
    const snapshot = context.management.registry.current();
    const { keptRows } = loadersOf(context);
    const counts = snapshot
      .tablesOfIntegration(integration.id)
      .filter(({ feed }) => feed)
      .map(async (table) => [table.id, await keptRows.load(table)] as const);
    return deletionImpact(snapshot, integration, new Map(await Promise.all(counts)));
  }
}

@Resolver(() => IntegrationDatabaseObject)
export class IntegrationDatabaseResolver {
  @FieldResolver(() => Int)
  tableCount(
    @Root() database: IntegrationDatabase,
    @Ctx() { management }: ManagementRequestContext,
  ): number {
    return management.registry
      .current()
      .remoteTables.filter((table) => table.database === database.name).length;
  }
}

/** Feeds as plain objects instead of instances of input classes; null when none were given. */
function toGivenFeeds(tables: readonly KafkaTableInput[] | null | undefined): GivenFeeds | null {
  return (
    tables?.map((table) => ({
      ...table,
      columns: table.columns.map((column) => ({ ...column })),
      persist: table.persist ? { ...table.persist } : null,
    })) ?? null
  );
}
