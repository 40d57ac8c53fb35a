import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType('IntegrationDatabase', {
  description: 'A ClickHouse database that a MANAGED_DATABASES integration created.',
})
export class IntegrationDatabaseObject {
  @Field(() => String, {
    description: 'Its name in ClickHouse, e.g. `service_shop_defaultdb_public`.',
  })
  name: string;

  @Field(() => String, { description: 'The ClickHouse database engine, e.g. `PostgreSQL`.' })
  engine: string;

  @Field(() => String, {
    nullable: true,
    description: 'The database of the service that it shows; null where the service has none.',
  })
  remoteDatabase: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The schema of the service that it shows; null where the service has none.',
  })
  remoteSchema: string | null;

  @Field(() => Int, { description: 'How many of its tables the data API exposes.' })
  tableCount: number;
}
