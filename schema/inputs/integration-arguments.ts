import { ArgsType, Field, ID } from 'type-graphql';
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
import { CredentialsInput } from './credentials-input';
import { KafkaTableInput } from './kafka-inputs';
import { RemoteDatabaseInput } from './set-up-inputs';

@ArgsType()
export class ListIntegrationsArguments {
  @Field(() => IntegrationPurposeEnum, {
    nullable: true,
    description: 'Only integrations for this.',
  })
  purpose?: IntegrationPurpose | null;

  @Field(() => IntegrationTypeEnum, {
    nullable: true,
    description: 'Only integrations of this type.',
  })
  type?: IntegrationType | null;

  @Field(() => ServiceLocationEnum, {
    nullable: true,
    description: 'Only integrations with services that run there.',
  })
  location?: ServiceLocation | null;

  @Field(() => IntegrationStateEnum, {
    nullable: true,
    description: 'Only integrations in this state.',
  })
  state?: IntegrationState | null;
}

@ArgsType()
export class UpdateManagedDatabasesArguments {
  @Field(() => ID, { description: 'Its id.' })
  id: string;

  @Field(() => [RemoteDatabaseInput], {
    nullable: true,
    description: 'POSTGRESQL: all of them, 1 to 10.',
  })
  databases?: RemoteDatabaseInput[] | null;

  @Field(() => [KafkaTableInput], {
    nullable: true,
    description:
      'KAFKA: all topic feeds, 1 to 400. One that is left out is dropped with the rows that ' +
      'it keeps.',
  })
  tables?: KafkaTableInput[] | null;

  @Field(() => CredentialsInput, {
    nullable: true,
    description: 'KAFKA: needed again only for a table with producer options.',
  })
  credentials?: CredentialsInput | null;
}

@ArgsType()
export class UpdateGrantsArguments {
  @Field(() => ID, { description: 'Its id.' })
  id: string;

  @Field(() => [String], { description: 'Users and roles, 64 at most.' })
  grants: string[];
}

@ArgsType()
export class DeleteIntegrationArguments {
  @Field(() => ID, { description: 'Its id.' })
  id: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Delete it even if tables or views of ClickHouse users stop working.',
  })
  force: boolean;
}
