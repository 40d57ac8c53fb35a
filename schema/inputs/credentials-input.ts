import { Field, InputType } from 'type-graphql';

@InputType({
  description:
    'The administrator account with which the gateway creates an account of its own. Used ' +
    'once, never stored.',
})
export class ProvisionInput {
  @Field(() => String, { description: 'An account that may create accounts.' })
  adminUsername: string;

  @Field(() => String, { description: 'Its password.' })
  adminPassword: string;
}

@InputType({
  description:
    'Secrets. Write-only: no field of the API returns them, no log line or error holds them.',
})
export class CredentialsInput {
  @Field(() => String, {
    nullable: true,
    description: 'POSTGRESQL, MYSQL, CLICKHOUSE, KAFKA: the account.',
  })
  username?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'POSTGRESQL, MYSQL, CLICKHOUSE, KAFKA: its password.',
  })
  password?: string | null;

  @Field(() => String, { nullable: true, description: 'S3: the access key.' })
  accessKeyId?: string | null;

  @Field(() => String, { nullable: true, description: 'S3: its secret.' })
  secretAccessKey?: string | null;

  @Field(() => String, { nullable: true, description: 'AZURE_BLOB_STORAGE: the storage account.' })
  accountName?: string | null;

  @Field(() => String, { nullable: true, description: 'AZURE_BLOB_STORAGE: its key.' })
  accountKey?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'AZURE_BLOB_STORAGE: a connection string, instead of account and key.',
  })
  connectionString?: string | null;

  @Field(() => String, { nullable: true, description: 'KAFKA: the client certificate, in PEM.' })
  sslClientCert?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'KAFKA: the key of the client certificate, in PEM.',
  })
  sslClientKey?: string | null;

  @Field(() => ProvisionInput, {
    nullable: true,
    description:
      'Let the gateway create a least-privileged account on the service, with these ' +
      'administrator credentials, which it never stores (POSTGRESQL, MYSQL). Leave the ' +
      'others out.',
  })
  provision?: ProvisionInput | null;
}
