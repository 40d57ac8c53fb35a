import { Field, InputType } from 'type-graphql';
import type { ServiceLocation } from '../../src/model/service';
import { ServiceLocationEnum } from '../enums/service-enums';
import {
  AzureBlobStorageAddressInput,
  ClickhouseAddressInput,
  KafkaAddressInput,
  MysqlAddressInput,
  PostgresqlAddressInput,
  S3AddressInput,
} from './address-inputs';

@InputType({
  description:
    "Exactly one of the connections; it decides the service's type. Addresses only: secrets " +
    'are given at set-up.',
})
export class CreateServiceInput {
  @Field(() => String, {
    description:
      'Unique. Lower-case letters, digits and dashes, starts with a letter, 64 characters at most.',
  })
  name: string;

  @Field(() => ServiceLocationEnum, {
    defaultValue: 'EXTERNAL',
    description: 'Who runs the service.',
  })
  location: ServiceLocation;

  @Field(() => PostgresqlAddressInput, {
    nullable: true,
    description: 'The service is a PostgreSQL.',
  })
  postgresql?: PostgresqlAddressInput | null;

  @Field(() => MysqlAddressInput, {
    nullable: true,
    description: 'The service is a MySQL or MariaDB.',
  })
  mysql?: MysqlAddressInput | null;

  @Field(() => KafkaAddressInput, {
    nullable: true,
    description: 'The service is an Apache Kafka.',
  })
  kafka?: KafkaAddressInput | null;

  @Field(() => ClickhouseAddressInput, {
    nullable: true,
    description: 'The service is another ClickHouse.',
  })
  clickhouse?: ClickhouseAddressInput | null;

  @Field(() => S3AddressInput, { nullable: true, description: 'The service is a bucket of S3.' })
  s3?: S3AddressInput | null;

  @Field(() => AzureBlobStorageAddressInput, {
    nullable: true,
    description: 'The service is a container of Azure Blob Storage.',
  })
  azureBlobStorage?: AzureBlobStorageAddressInput | null;
}
