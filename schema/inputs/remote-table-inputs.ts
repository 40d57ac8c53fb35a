import { Field, InputType } from 'type-graphql';

@InputType({ description: 'A column that is declared instead of being read from the service.' })
export class ColumnInput {
  @Field(() => String, { description: 'Its name in the service.' })
  name: string;

  @Field(() => String, { description: 'A ClickHouse type.' })
  type: string;
}

@InputType({
  description:
    'A table over stored credentials. Give what its service type needs: table (and schema), ' +
    'or path and format.',
})
export class CreateRemoteTableInput {
  @Field(() => String, {
    nullable: true,
    description: 'The service, by name. Left out only inside setUpManagedCredentials.',
  })
  service?: string | null;

  @Field(() => String, {
    description:
      "Its name in ClickHouse, unique in the service's database there; also names its root " +
      'field in the data API.',
  })
  name: string;

  @Field(() => String, {
    nullable: true,
    description:
      'POSTGRESQL: the remote schema; default: public. MYSQL: the remote database; default: ' +
      'that of the address.',
  })
  schema?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The table of the service. Default: the same as name. S3, AZURE_BLOB_STORAGE: left out.',
  })
  table?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "S3, AZURE_BLOB_STORAGE: path below the service's address; globs allowed.",
  })
  path?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'S3, AZURE_BLOB_STORAGE: the format of the objects, by the name of the ClickHouse ' +
      'format. Left out: told by the ending of the path.',
  })
  format?: string | null;

  @Field(() => [ColumnInput], { nullable: true, description: 'Left out: introspected.' })
  columns?: ColumnInput[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'Columns that find one row, by their remote names. Left out: the primary key of the service.',
  })
  primaryKey?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The root field in the data API. Left out: made of the names of service, schema and table.',
  })
  fieldName?: string | null;
}
