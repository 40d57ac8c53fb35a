import { Field, ObjectType } from 'type-graphql';
import type { ServiceType } from '../../src/model/service';
import { ServiceTypeEnum } from '../enums/service-enums';

@ObjectType('IntegrationSupport', {
  description: 'One row of the support matrix: which integrations a type of service has.',
})
export class IntegrationSupportObject {
  @Field(() => ServiceTypeEnum, { description: 'The type of service.' })
  serviceType: ServiceType;

  @Field(() => Boolean, { description: 'Whether ClickHouse can read it at all.' })
  dataSource: boolean;

  @Field(() => Boolean, { description: 'Whether it has MANAGED_DATABASES integrations.' })
  managedDatabases: boolean;

  @Field(() => Boolean, { description: 'Whether it has MANAGED_CREDENTIALS integrations.' })
  managedCredentials: boolean;
}
