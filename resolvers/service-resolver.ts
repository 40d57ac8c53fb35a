import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { CreateServiceInput } from '../schema/inputs/create-service-input';
import {
  CatalogArguments,
  DeleteServiceArguments,
  ListServicesArguments,
  RotateCredentialsArguments,
  TestConnectionArguments,
  UpdateServiceArguments,
} from '../schema/inputs/service-arguments';
import { CatalogTableObject } from '../schema/types/catalog-table-object';
import { ConnectionTestObject } from '../schema/types/connection-test-object';
import { IntegrationObject } from '../schema/types/integration-object';
import { RemoteTableObject } from '../schema/types/remote-table-object';
import { ServiceObject } from '../schema/types/service-object';
import { connectorOf } from '../src/management/context/find-records';
import {
  createService,
  type CreateServiceRequest,
} from '../src/management/services/create-service';
import { deleteService } from '../src/management/services/delete-service';
import { listCatalog } from '../src/management/services/list-catalog';
import { listServices } from '../src/management/services/list-services';
import { rotateCredentials } from '../src/management/services/rotate-credentials';
import { testConnection, type ConnectionTest } from '../src/management/services/test-connection';
import { updateService } from '../src/management/services/update-service';
import { addressMember, SERVICE_TYPES, type Service } from '../src/model/service';
import type { ManagementRequestContext } from './management-request-context';
import { toCredentials } from './to-credentials';

@Resolver(() => ServiceObject)
export class ServiceResolver {
  @Query(() => [ServiceObject], {
    description: 'All services, by name; those of a type or a location only when it is given.',
  })
  services(
    @Ctx() { management }: ManagementRequestContext,
    @Args() wanted: ListServicesArguments,
  ): readonly Service[] {
    return listServices(management, wanted);
  }

  @Query(() => ServiceObject, {
    nullable: true,
    description: 'The service of that name; null when there is none.',
  })
  service(
    @Ctx() { management }: ManagementRequestContext,
    @Arg('name', () => String, { description: 'Its name.' }) name: string,
  ): Service | null {
    return management.registry.current().serviceNamed(name) ?? null;
  }

  @Mutation(() => ServiceObject, {
    description: 'Registers a data system. Nothing is connected to yet.',
  })
  createService(
    @Ctx() { management }: ManagementRequestContext,
    @Arg('input', () => CreateServiceInput, { description: 'Its name, and where it is.' })
    input: CreateServiceInput,
  ): Promise<Service> {
    return createService(management, toServiceRequest(input));
  }

  @Mutation(() => ServiceObject, {
    description:
      'Changes a registration. While integrations exist only its address can change, and the ' +
      'stored credentials must work there.',
  })
  updateService(
    @Ctx() { management }: ManagementRequestContext,
    @Args() { name, input }: UpdateServiceArguments,
  ): Promise<Service> {
    return updateService(management, name, toServiceRequest(input));
  }

  @Mutation(() => ServiceObject, {
    description:
      'Tries new secrets and stores them; every dependent table reads with them from then on.',
  })
  rotateCredentials(
    @Ctx() { management }: ManagementRequestContext,
    @Args() { service, credentials }: RotateCredentialsArguments,
  ): Promise<Service> {
    return rotateCredentials(management, service, toCredentials(credentials) ?? {});
  }

  @Mutation(() => ServiceObject, {
    description:
      'Forgets a service. Refused while integrations exist, unless force. The data system ' +
      'itself is never touched.',
  })
  deleteService(
    @Ctx() { management }: ManagementRequestContext,
    @Args() { name, force }: DeleteServiceArguments,
  ): Promise<Service> {
    return deleteService(management, name, { force });
  }

  @Mutation(() => ConnectionTestObject, {
    description: 'Tries the credentials and changes nothing. A refusal is an answer, not an error.',
  })
  testConnection(
    @Ctx() { management }: ManagementRequestContext,
    @Args() { service, credentials }: TestConnectionArguments,
  ): Promise<ConnectionTest> {
    return testConnection(management, service, toCredentials(credentials));
  }

  @FieldResolver(() => String)
  address(@Root() service: Service, @Ctx() { management }: ManagementRequestContext): string {
    return connectorOf(management, service).address.render(service.address);
  }

  @FieldResolver(() => [String])
  accounts(@Root() service: Service): readonly string[] {
    return service.accounts ?? [];
  }

  @FieldResolver(() => [IntegrationObject])
  integrations(
    @Root() service: Service,
    @Ctx() { management }: ManagementRequestContext,
  ): readonly object[] {
    return management.registry.current().integrationsOf(service.id);
  }

  @FieldResolver(() => [RemoteTableObject])
  remoteTables(
    @Root() service: Service,
    @Ctx() { management }: ManagementRequestContext,
  ): readonly object[] {
    return management.registry.current().tablesOfService(service.id);
  }

  @FieldResolver(() => [CatalogTableObject])
  async catalog(
    @Root() service: Service,
    @Ctx() { management }: ManagementRequestContext,
    @Args() { search = null, limit, offset }: CatalogArguments,
  ): Promise<readonly object[]> {
    const page = { search, limit: limit ?? 100, offset: offset ?? 0 };
    const tables = await listCatalog(management, service, page);
    return tables.map(({ remote, ...table }) => ({
      ...table,
      schema: remote.schema,
      name: remote.table,
    }));
  }
}

/** The addresses that were given, by the types of service that they decide on. */
function toServiceRequest({
  name,
  location,
  ...addresses
}: CreateServiceInput): CreateServiceRequest {
  const given = new Map<string, object | null | undefined>(Object.entries(addresses));
  const present = SERVICE_TYPES.flatMap((type) => {
    const address = given.get(addressMember(type));
    return address === null || address === undefined ? [] : [[type, { ...address }] as const];
  });
  return { name, location, addresses: Object.fromEntries(present) };
}
