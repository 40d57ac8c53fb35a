import { Field, InputType, Int } from 'type-graphql';
import { KafkaSaslMechanismEnum, KafkaSecurityProtocolEnum } from '../enums/kafka-enums';
import { SslModeEnum } from '../enums/service-enums';

@InputType({ description: 'Where a PostgreSQL is.' })
export class PostgresqlAddressInput {
  @Field(() => String, { description: 'A host name or an IP address.' })
  host: string;

  @Field(() => Int, { defaultValue: 5432, description: 'The TCP port.' })
  port: number;

  @Field(() => String, {
    defaultValue: 'defaultdb',
    description: 'The database that is used when none is named.',
  })
  database: string;

  @Field(() => SslModeEnum, {
    defaultValue: 'PREFER',
    description:
      'How far the connection must be encrypted and verified. A mode that ClickHouse cannot ' +
      'enforce is refused at set-up.',
  })
  sslMode: string;

  @Field(() => String, {
    nullable: true,
    description: 'The certificate authority to trust, in PEM; left out: those that Node.js ships.',
  })
  sslRootCert?: string | null;
}

@InputType({ description: 'Where a MySQL or MariaDB is.' })
export class MysqlAddressInput {
  @Field(() => String, { description: 'A host name or an IP address.' })
  host: string;

  @Field(() => Int, { defaultValue: 3306, description: 'The TCP port.' })
  port: number;

  @Field(() => String, {
    defaultValue: 'defaultdb',
    description: 'The database that is used when none is named.',
  })
  database: string;

  @Field(() => SslModeEnum, {
    defaultValue: 'PREFER',
    description: 'How far the connection must be encrypted and verified.',
  })
  sslMode: string;

  @Field(() => String, {
    nullable: true,
    description: 'The certificate authority to trust, in PEM; left out: those that Node.js ships.',
  })
  sslRootCert?: string | null;
}

@InputType({ description: 'Where the brokers of an Apache Kafka are.' })
export class KafkaAddressInput {
  @Field(() => [String], { description: 'Brokers to begin with, as host:port.' })
  bootstrapServers: string[];

  @Field(() => KafkaSecurityProtocolEnum, {
    defaultValue: 'PLAINTEXT',
    description: 'How the brokers are connected to.',
  })
  securityProtocol: string;

  @Field(() => KafkaSaslMechanismEnum, {
    nullable: true,
    description: 'How the password is proven; needed with SASL.',
  })
  saslMechanism?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The certificate authority to trust, in PEM.',
  })
  sslCaCert?: string | null;
}

@InputType({ description: 'Where another ClickHouse is.' })
export class ClickhouseAddressInput {
  @Field(() => String, { description: 'A host name or an IP address.' })
  host: string;

  @Field(() => Int, { defaultValue: 9440, description: 'The port of the native protocol.' })
  port: number;

  @Field(() => String, {
    defaultValue: 'default',
    description: 'The database that is used when none is named.',
  })
  database: string;

  @Field(() => Boolean, { defaultValue: true, description: 'Whether the connection is encrypted.' })
  secure: boolean;
}

@InputType({ description: 'Where a bucket of S3 is.' })
export class S3AddressInput {
  @Field(() => String, { description: 'Bucket URL, optionally with a prefix.' })
  url: string;
}

@InputType({ description: 'Where a container of Azure Blob Storage is.' })
export class AzureBlobStorageAddressInput {
  @Field(() => String, { description: 'The URL of the storage account.' })
  storageAccountUrl: string;

  @Field(() => String, { description: 'The container.' })
  container: string;

  @Field(() => String, {
    nullable: true,
    description: 'A path inside the container, below which objects are read.',
  })
  blobPath?: string | null;
}
