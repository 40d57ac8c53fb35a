import { Field, InputType } from 'type-graphql';
import { CredentialsInput } from './credentials-input';
import { KafkaTableInput } from './kafka-inputs';
import { CreateRemoteTableInput } from './remote-table-inputs';

@InputType({
  description: "Stores a service's credentials in ClickHouse, and exposes tables over them.",
})
export class SetUpManagedCredentialsInput {
  @Field(() => String, { description: 'The service, by name.' })
  service: string;

  @Field(() => CredentialsInput, {
    nullable: true,
    description: "May be left out when the service's credentials are stored already.",
  })
  credentials?: CredentialsInput | null;

  @Field(() => [String], {
    defaultValue: [],
    description: 'ClickHouse users and roles that may use the named collection, 64 at most.',
  })
  grants: string[];

  @Field(() => [CreateRemoteTableInput], {
    nullable: true,
    description:
      'Tables or objects to expose at once. Left out: none; add them later with createRemoteTable.',
  })
  remoteTables?: CreateRemoteTableInput[] | null;
}

@InputType({ description: 'A database of the service, and a schema in it.' })
export class RemoteDatabaseInput {
  @Field(() => String, { description: 'The database of the service.' })
  database: string;

  @Field(() => String, { defaultValue: 'public', description: 'The schema in it.' })
  schema: string;
}

@InputType({
  description:
    'Creates ClickHouse databases that show what a service holds, and exposes its tables.',
})
export class SetUpManagedDatabasesInput {
  @Field(() => String, { description: 'The service, by name.' })
  service: string;

  @Field(() => CredentialsInput, {
    nullable: true,
    description: "May be left out when the service's credentials are stored already.",
  })
  credentials?: CredentialsInput | null;

  @Field(() => [RemoteDatabaseInput], {
    nullable: true,
    description:
      "POSTGRESQL: one ClickHouse database for each, at most 10. Default: the service's " +
      'database, schema public.',
  })
  databases?: RemoteDatabaseInput[] | null;

  @Field(() => [KafkaTableInput], {
    nullable: true,
    description: 'KAFKA: one table for each topic feed, at most 400.',
  })
  tables?: KafkaTableInput[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'POSTGRESQL: tables to expose in the data API, as `table` or `schema.table`; left out: ' +
      'all of them.',
  })
  expose?: string[] | null;
}
