import { ArgsType, Field, Int } from 'type-graphql';
import type { ServiceLocation, ServiceType } from '../../src/model/service';
import { ServiceLocationEnum, ServiceTypeEnum } from '../enums/service-enums';
import { CreateServiceInput } from './create-service-input';
import { CredentialsInput } from './credentials-input';

@ArgsType()
export class ListServicesArguments {
  @Field(() => ServiceTypeEnum, {
    nullable: true,
    description: 'Only services of this type.',
  })
  type?: ServiceType | null;

  @Field(() => ServiceLocationEnum, {
    nullable: true,
    description: 'Only services that run there.',
  })
  location?: ServiceLocation | null;
}

@ArgsType()
export class UpdateServiceArguments {
  @Field(() => String, { description: 'Its name so far.' })
  name: string;

  @Field(() => CreateServiceInput, { description: 'All of what it is from now on.' })
  input: CreateServiceInput;
}

@ArgsType()
export class RotateCredentialsArguments {
  @Field(() => String, { description: 'The service, by name.' })
  service: string;

  @Field(() => CredentialsInput, { description: 'The new ones.' })
  credentials: CredentialsInput;
}

@ArgsType()
export class DeleteServiceArguments {
  @Field(() => String, { description: 'Its name.' })
  name: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Delete its integrations first, as deleteIntegration with force does.',
  })
  force: boolean;
}

@ArgsType()
export class TestConnectionArguments {
  @Field(() => String, { description: 'The service, by name.' })
  service: string;

  @Field(() => CredentialsInput, {
    nullable: true,
    description: 'Left out: those stored, tried through ClickHouse.',
  })
  credentials?: CredentialsInput | null;
}

@ArgsType()
export class CatalogArguments {
  @Field(() => String, {
    nullable: true,
    description: 'Part of the schema or the name, in any case; left out: everything.',
  })
  search?: string | null;

  @Field(() => Int, {
    nullable: true,
    defaultValue: 100,
    description: 'How many at most, up to 1000.',
  })
  limit: number | null;

  @Field(() => Int, {
    nullable: true,
    defaultValue: 0,
    description: 'How many to leave out first.',
  })
  offset: number | null;
}
