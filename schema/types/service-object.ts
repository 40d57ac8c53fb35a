import { Field, ID, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../src/graph/scalars/date-time';
import type { ServiceLocation, ServiceType } from '../../src/model/service';
import { ServiceLocationEnum, ServiceTypeEnum } from '../enums/service-enums';
import { CatalogTableObject } from './catalog-table-object';
import { IntegrationObject } from './integration-object';
import { RemoteTableObject } from './remote-table-object';

@ObjectType('Service', { description: 'A data system that can be integrated.' })
export class ServiceObject {
  @Field(() => ID, { description: 'A random id that never changes.' })
  id: string;

  @Field(() => String, {
    description:
      'Unique. Lower-case letters, digits and dashes, starts with a letter, 64 characters at most.',
  })
  name: string;

  @Field(() => ServiceTypeEnum, { description: 'What kind of data system it is.' })
  type: ServiceType;

  @Field(() => ServiceLocationEnum, { description: 'Who runs it.' })
  location: ServiceLocation;

  @Field(() => String, {
    description: 'Where it is, without any secret: host:port/database, or a URL.',
  })
  address: string;

  @Field(() => [String], {
    description:
      'Accounts that the gateway created on the service (`credentials.provision`) and did ' +
      'not drop again. Drop them on the service once its integrations are deleted.',
  })
  accounts: readonly string[];

  @Field(() => [IntegrationObject], {
    description: 'How ClickHouse is given access to it, oldest first.',
  })
  integrations: IntegrationObject[];

  @Field(() => [RemoteTableObject], {
    description: 'Its tables that can be queried, oldest first.',
  })
  remoteTables: RemoteTableObject[];

  @Field(() => [CatalogTableObject], {
    description:
      'What the service holds now, exposed or not; asks the service (through ClickHouse).',
  })
  catalog: CatalogTableObject[];

  @Field(() => DateTimeScalar, { description: 'When it was registered.' })
  createdAt: string;

  @Field(() => DateTimeScalar, { description: 'When its registration last changed.' })
  updatedAt: string;
}
