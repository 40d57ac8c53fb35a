import { Field, ID, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../src/graph/scalars/date-time';
import type {
  IntegrationPurpose,
  IntegrationState,
  IntegrationType,
} from '../../src/model/integration';
import type { ServiceLocation } from '../../src/model/service';
import {
  IntegrationPurposeEnum,
  IntegrationStateEnum,
  IntegrationTypeEnum,
} from '../enums/integration-enums';
import { ServiceLocationEnum } from '../enums/service-enums';
import { DeletionImpactObject } from './deletion-impact-object';
import { IntegrationDatabaseObject } from './integration-database-object';
import { IntegrationErrorObject } from './integration-error-object';
import { refTo } from './ref';
import { RemoteTableObject } from './remote-table-object';
import type { ServiceObject } from './service-object';

@ObjectType('Integration', {
  description: 'How ClickHouse is given access to one service, or what is sent to it.',
})
export class IntegrationObject {
  @Field(() => ID, { description: 'A random id that never changes.' })
  id: string;

  @Field(() => IntegrationTypeEnum, { description: 'How access is given, or what is sent.' })
  type: IntegrationType;

  @Field(() => IntegrationPurposeEnum, { description: 'What it is for; follows from its type.' })
  purpose: IntegrationPurpose;

  @Field(() => refTo('Service'), { description: 'The other side.' })
  service: ServiceObject;

  @Field(() => ServiceLocationEnum, { description: 'Who runs the service.' })
  location: ServiceLocation;

  @Field(() => IntegrationStateEnum, { description: 'Where it is in its life.' })
  state: IntegrationState;

  @Field(() => [IntegrationErrorObject], {
    description: 'What is wrong with it, latest first; empty while it works.',
  })
  errors: IntegrationErrorObject[];

  @Field(() => String, {
    nullable: true,
    description:
      'The ClickHouse named collection that holds the credentials: service_NAME or endpoint_NAME.',
  })
  namedCollection: string | null;

  @Field(() => [IntegrationDatabaseObject], {
    description: 'Databases created by a MANAGED_DATABASES integration.',
  })
  databases: IntegrationDatabaseObject[];

  @Field(() => [RemoteTableObject], { description: 'The tables it exposes, oldest first.' })
  remoteTables: RemoteTableObject[];

  @Field(() => [String], {
    description: 'ClickHouse users and roles allowed to use the named collection.',
  })
  grants: readonly string[];

  @Field(() => DeletionImpactObject, {
    description:
      'What deleting this integration would remove from ClickHouse. The service itself is ' +
      'never touched.',
  })
  deletionImpact: DeletionImpactObject;

  @Field(() => DateTimeScalar, { description: 'When it was set up.' })
  createdAt: string;

  @Field(() => DateTimeScalar, { description: 'When it last changed.' })
  updatedAt: string;
}
