/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Where a container of Azure Blob Storage is. */
export type AzureBlobStorageAddressInput = {
  /** A path inside the container, below which objects are read. */
  readonly blobPath?: string | null | undefined;
  /** The container. */
  readonly container: string;
  /** The URL of the storage account. */
  readonly storageAccountUrl: string;
};

/** What kind of thing a service holds under a name. */
export type CatalogTableKind =
  /** A table that the service itself reads from elsewhere. */
  | 'FOREIGN_TABLE'
  /** A materialised view. */
  | 'MATERIALIZED_VIEW'
  /** An object of a blob store. */
  | 'OBJECT'
  /** A table, partitioned ones included. */
  | 'TABLE'
  /** A topic of Apache Kafka. */
  | 'TOPIC'
  /** A view. */
  | 'VIEW';

/** Where another ClickHouse is. */
export type ClickhouseAddressInput = {
  /** The database that is used when none is named. */
  readonly database?: string;
  /** A host name or an IP address. */
  readonly host: string;
  /** The port of the native protocol. */
  readonly port?: number;
  /** Whether the connection is encrypted. */
  readonly secure?: boolean;
};

/** A column that is declared instead of being read from the service. */
export type ColumnInput = {
  /** Its name in the service. */
  readonly name: string;
  /** A ClickHouse type. */
  readonly type: string;
};

/** Why a service could not be connected to. */
export type ConnectionRefusal =
  /** The user name or the password is wrong, or the service does not let this user in from here. */
  | 'AUTHENTICATION_FAILED'
  /** The service let the user in, but has no such database. */
  | 'DATABASE_NOT_FOUND'
  /** The host is outside the operator's allow-list, TRIBUTARY_ALLOWED_HOSTS. */
  | 'HOST_NOT_ALLOWED'
  /** The user exists but may not connect to the database. */
  | 'PERMISSION_DENIED'
  /** The service offers no TLS though it is required, or its certificate was not accepted. */
  | 'TLS_FAILED'
  /** Nothing answers at the address in time: the service is down, the address is wrong, or a firewall is in between. */
  | 'UNREACHABLE';

/** A table over stored credentials. Give what its service type needs: table (and schema), or path and format. */
export type CreateRemoteTableInput = {
  /** Left out: introspected. */
  readonly columns?: ReadonlyArray<ColumnInput> | null | undefined;
  /** The root field in the data API. Left out: made of the names of service, schema and table. */
  readonly fieldName?: string | null | undefined;
  /** S3, AZURE_BLOB_STORAGE: the format of the objects, by the name of the ClickHouse format. Left out: told by the ending of the path. */
  readonly format?: string | null | undefined;
  /** Its name in ClickHouse, unique in the service's database there; also names its root field in the data API. */
  readonly name: string;
  /** S3, AZURE_BLOB_STORAGE: path below the service's address; globs allowed. */
  readonly path?: string | null | undefined;
  /** Columns that find one row, by their remote names. Left out: the primary key of the service. */
  readonly primaryKey?: ReadonlyArray<string> | null | undefined;
  /** POSTGRESQL: the remote schema; default: public. MYSQL: the remote database; default: that of the address. */
  readonly schema?: string | null | undefined;
  /** The service, by name. Left out only inside setUpManagedCredentials. */
  readonly service?: string | null | undefined;
  /** The table of the service. Default: the same as name. S3, AZURE_BLOB_STORAGE: left out. */
  readonly table?: string | null | undefined;
};

/** Exactly one of the connections; it decides the service's type. Addresses only: secrets are given at set-up. */
export type CreateServiceInput = {
  /** The service is a container of Azure Blob Storage. */
  readonly azureBlobStorage?: AzureBlobStorageAddressInput | null | undefined;
  /** The service is another ClickHouse. */
  readonly clickhouse?: ClickhouseAddressInput | null | undefined;
  /** The service is an Apache Kafka. */
  readonly kafka?: KafkaAddressInput | null | undefined;
  /** Who runs the service. */
  readonly location?: ServiceLocation;
  /** The service is a MySQL or MariaDB. */
  readonly mysql?: MysqlAddressInput | null | undefined;
  /** Unique. Lower-case letters, digits and dashes, starts with a letter, 64 characters at most. */
  readonly name: string;
  /** The service is a PostgreSQL. */
  readonly postgresql?: PostgresqlAddressInput | null | undefined;
  /** The service is a bucket of S3. */
  readonly s3?: S3AddressInput | null | undefined;
};

/** Secrets. Write-only: no field of the API returns them, no log line or error holds them. */
export type CredentialsInput = {
  /** S3: the access key. */
  readonly accessKeyId?: string | null | undefined;
  /** AZURE_BLOB_STORAGE: its key. */
  readonly accountKey?: string | null | undefined;
  /** AZURE_BLOB_STORAGE: the storage account. */
  readonly accountName?: string | null | undefined;
  /** AZURE_BLOB_STORAGE: a connection string, instead of account and key. */
  readonly connectionString?: string | null | undefined;
  /** POSTGRESQL, MYSQL, CLICKHOUSE, KAFKA: its password. */
  readonly password?: string | null | undefined;
  /** Let the gateway create a least-privileged account on the service, with these administrator credentials, which it never stores (POSTGRESQL, MYSQL). Leave the others out. */
  readonly provision?: ProvisionInput | null | undefined;
  /** S3: its secret. */
  readonly secretAccessKey?: string | null | undefined;
  /** KAFKA: the client certificate, in PEM. */
  readonly sslClientCert?: string | null | undefined;
  /** KAFKA: the key of the client certificate, in PEM. */
  readonly sslClientKey?: string | null | undefined;
  /** POSTGRESQL, MYSQL, CLICKHOUSE, KAFKA: the account. */
  readonly username?: string | null | undefined;
};

/** Where the cause of an error most likely is. */
export type FaultSide =
  /** ClickHouse. */
  | 'CLICKHOUSE'
  /** Tributary. */
  | 'GATEWAY'
  /** The service, or the way to it. */
  | 'SERVICE'
  /** It cannot be told. */
  | 'UNKNOWN';

/** What an integration is for. */
export type IntegrationPurpose =
  /** ClickHouse reads the service. */
  | 'DATA_SOURCE'
  /** Logs or metrics are sent to the service. */
  | 'OBSERVABILITY';

/** Where an integration is in its life. */
export type IntegrationState =
  /** It does not work. See `errors`. */
  | 'FAILED'
  /** It was paused; nothing is read. */
  | 'PAUSED'
  /** It is being removed. One that a crash left so is finished when the gateway starts. */
  | 'REMOVING'
  /** It works. */
  | 'RUNNING'
  /** It is being set up. One that a crash left so is undone when the gateway starts. */
  | 'STARTING';

/** How ClickHouse is given access to a service (DATA_SOURCE), or what it sends there (OBSERVABILITY). */
export type IntegrationType =
  /** Logs are sent to the service. */
  | 'LOGS'
  /** The service's credentials are kept as a ClickHouse named collection; tables are exposed one by one over it. */
  | 'MANAGED_CREDENTIALS'
  /** ClickHouse databases are created that show what the service holds. */
  | 'MANAGED_DATABASES'
  /** Metrics are sent to the service. */
  | 'METRICS';

/** Where the brokers of an Apache Kafka are. */
export type KafkaAddressInput = {
  /** Brokers to begin with, as host:port. */
  readonly bootstrapServers: ReadonlyArray<string>;
  /** How the password is proven; needed with SASL. */
  readonly saslMechanism?: KafkaSaslMechanism | null | undefined;
  /** How the brokers are connected to. */
  readonly securityProtocol?: KafkaSecurityProtocol;
  /** The certificate authority to trust, in PEM. */
  readonly sslCaCert?: string | null | undefined;
};

/** Where a consumer group that has no committed offset begins. */
export type KafkaAutoOffsetReset =
  /** The same as EARLIEST. */
  | 'BEGINNING'
  /** With the oldest message that is kept. */
  | 'EARLIEST'
  /** The same as LATEST. */
  | 'END'
  /** The same as LATEST. */
  | 'LARGEST'
  /** With messages that come from now on. */
  | 'LATEST'
  /** The same as EARLIEST. */
  | 'SMALLEST';

/** How messages that are written to a topic are compressed. */
export type KafkaCompressionCodec =
  /** Gzip, levels 0 to 9. */
  | 'GZIP'
  /** LZ4, levels 0 to 12. */
  | 'LZ4'
  /** Not at all. */
  | 'NONE'
  /** Snappy, which has no levels. */
  | 'SNAPPY'
  /** Zstandard. */
  | 'ZSTD';

/** The format of the messages, by the name of the ClickHouse format. */
export type KafkaDataFormat =
  /** Avro object container files. */
  | 'AVRO'
  /** Avro with a schema registry, whose URL is `schemaRegistryUrl`. */
  | 'AVRO_CONFLUENT'
  /** Comma-separated values. */
  | 'CSV'
  /** Each JSON document as one text. */
  | 'JSON_AS_STRING'
  /** Each message a JSON array of values. */
  | 'JSON_COMPACT_EACH_ROW'
  /** Each message a JSON array of texts. */
  | 'JSON_COMPACT_STRINGS_EACH_ROW'
  /** Each message a JSON object. */
  | 'JSON_EACH_ROW'
  /** Each message a JSON object of texts. */
  | 'JSON_STRINGS_EACH_ROW'
  /** MessagePack. */
  | 'MSG_PACK'
  /** Apache Parquet. */
  | 'PARQUET'
  /** Each message as one text, untouched. */
  | 'RAW_BLOB'
  /** Tab-separated values. */
  | 'TAB_SEPARATED'
  /** Tab-separated name=value pairs; each line ends with a line feed, the last one too. */
  | 'TSKV'
  /** Tab-separated values; the same as TAB_SEPARATED. */
  | 'TSV';

/** How dates and times in text are read. */
export type KafkaDateTimeFormat =
  /** `YYYY-MM-DD hh:mm:ss`, or seconds since 1970. */
  | 'BASIC'
  /** ISO 8601 and many other forms. */
  | 'BEST_EFFORT'
  /** The same, with the month before the day. */
  | 'BEST_EFFORT_US';

/** What is done with a message that cannot be parsed. */
export type KafkaErrorMode =
  /** It goes to the table system.dead_letter_queue of ClickHouse, where its operator configured one; see `brokenMessages`. */
  | 'DEAD_LETTER_QUEUE'
  /** Consumption stops at it, after `skipBrokenMessages` of a block; the integration is FAILED until that is mended. */
  | 'DEFAULT'
  /** It is kept for 30 days, with its error, in a table of its own; see `brokenMessages`. */
  | 'STREAM';

/** The ClickHouse table that keeps messages. */
export type KafkaPersistInput = {
  /** What becomes of rows with equal keys. */
  readonly engine?: PersistEngine;
  /** Columns for the engine, 10 at most: the version of REPLACING_MERGE_TREE, the sums of SUMMING_MERGE_TREE, the sign and version of the collapsing ones. */
  readonly engineParams?: ReadonlyArray<string> | null | undefined;
  /** The columns that the rows are sorted by: of the message, or `_topic`, `_partition`, `_offset`, `_key`. Not null. */
  readonly orderBy: ReadonlyArray<string>;
  /** A date or time column that rows expire by, `_timestamp` for one; needs ttlDays. */
  readonly ttlColumn?: string | null | undefined;
  /** Days after which rows expire, 1 to 36500; needs ttlColumn. */
  readonly ttlDays?: number | null | undefined;
};

/** How a user name and a password are proven to the brokers. */
export type KafkaSaslMechanism =
  /** Sent as they are: choose it with SASL_SSL, or on a network that you trust. */
  | 'PLAIN'
  /** Challenge and response with SHA-256. */
  | 'SCRAM_SHA_256'
  /** Challenge and response with SHA-512. */
  | 'SCRAM_SHA_512';

/** How the brokers are connected to. */
export type KafkaSecurityProtocol =
  /** Neither encrypted nor authenticated. */
  | 'PLAINTEXT'
  /** Authenticated by user name and password, not encrypted. */
  | 'SASL_PLAINTEXT'
  /** Authenticated by user name and password, encrypted. */
  | 'SASL_SSL'
  /** Encrypted, and authenticated by a client certificate where the brokers ask for one. */
  | 'SSL';

/** A table fed by one or more topics. */
export type KafkaTableInput = {
  /** Where a group without a committed offset begins. */
  readonly autoOffsetReset?: KafkaAutoOffsetReset;
  /** Where to begin, in milliseconds before now. No version of ClickHouse has it yet: anything but 0 is refused. */
  readonly autoOffsetResetByDurationMs?: number;
  /** The columns of a message, 1 to 100. Its topic, partition, offset, timestamp and key are added. */
  readonly columns: ReadonlyArray<ColumnInput>;
  /** The format of the messages. */
  readonly dataFormat?: KafkaDataFormat;
  /** How dates and times in text are read. */
  readonly dateTimeInputFormat?: KafkaDateTimeFormat;
  /** How long messages are collected before they are inserted, 100 to 60000. Longer makes fewer, larger inserts. */
  readonly flushIntervalMs?: number;
  /** The consumer group. Give each table its own: tables that share one disturb each other whenever one of them joins or stands still. */
  readonly groupName?: string;
  /** What is done with a message that cannot be parsed. */
  readonly handleErrorMode?: KafkaErrorMode;
  /** Messages that are inserted at once, at most; 0: ClickHouse's own default. */
  readonly maxBlockSize?: number;
  /** Rows that are written to a topic as one message, at most. */
  readonly maxRowsPerMessage?: number;
  /** The name of the connector table in ClickHouse, 40 characters at most. The rows are in NAME_persisted. */
  readonly name: string;
  /** Consumers at once, 1 to 10, no more than the topics have partitions. */
  readonly numConsumers?: number;
  /** Where the messages are kept so that they can be queried; left out: a MergeTree ordered by topic, partition and offset. */
  readonly persist?: KafkaPersistInput | null | undefined;
  /** Messages that are polled at once, at most; 0: ClickHouse's own default. */
  readonly pollMaxBatchSize?: number;
  /** How long one poll waits for messages, up to 30000; 0: ClickHouse's own default, 500. */
  readonly pollMaxTimeoutMs?: number;
  /** Writing to a topic: messages of a batch, at most. */
  readonly producerBatchNumMessages?: number | null | undefined;
  /** Writing to a topic: bytes of a batch, at most. */
  readonly producerBatchSize?: number | null | undefined;
  /** Writing to a topic: how messages are compressed. */
  readonly producerCompressionCodec?: KafkaCompressionCodec;
  /** Writing to a topic: the level of the codec; -1: its own default. */
  readonly producerCompressionLevel?: number;
  /** Writing to a topic: how long messages wait for others. */
  readonly producerLingerMs?: number | null | undefined;
  /** Writing to a topic: kilobytes that wait, at most. */
  readonly producerQueueBufferingMaxKbytes?: number | null | undefined;
  /** Writing to a topic: messages that wait, at most. */
  readonly producerQueueBufferingMaxMessages?: number | null | undefined;
  /** Writing to a topic: replicas that must have a message; -1: all that are in sync. */
  readonly producerRequestRequiredAcks?: number | null | undefined;
  /** AVRO_CONFLUENT: the http or https URL of the schema registry, without credentials. */
  readonly schemaRegistryUrl?: string | null | undefined;
  /** How many broken messages of a block are skipped. */
  readonly skipBrokenMessages?: number;
  /** Whether each consumer has a thread of its own, and inserts by itself. */
  readonly threadPerConsumer?: boolean;
  /** The topics that are read, 1 to 100. Others that come later are taken for the same feed with updateManagedDatabases. */
  readonly topics: ReadonlyArray<string>;
};

/** Where a MySQL or MariaDB is. */
export type MysqlAddressInput = {
  /** The database that is used when none is named. */
  readonly database?: string;
  /** A host name or an IP address. */
  readonly host: string;
  /** The TCP port. */
  readonly port?: number;
  /** How far the connection must be encrypted and verified. */
  readonly sslMode?: SslMode;
  /** The certificate authority to trust, in PEM; left out: those that Node.js ships. */
  readonly sslRootCert?: string | null | undefined;
};

/** The ClickHouse engine of a table that keeps messages. */
export type PersistEngine =
  /** Merges the columns of type SimpleAggregateFunction of each key. */
  | 'AGGREGATING_MERGE_TREE'
  /** Rows of one key cancel each other by the sign in the column of `engineParams`. */
  | 'COLLAPSING_MERGE_TREE'
  /** Keeps every row. */
  | 'MERGE_TREE'
  /** Keeps the last row of each key. */
  | 'REPLACING_MERGE_TREE'
  /** Adds up the rows of each key. */
  | 'SUMMING_MERGE_TREE'
  /** The same in any order, by the sign and version in the columns of `engineParams`. */
  | 'VERSIONED_COLLAPSING_MERGE_TREE';

/** Where a PostgreSQL is. */
export type PostgresqlAddressInput = {
  /** The database that is used when none is named. */
  readonly database?: string;
  /** A host name or an IP address. */
  readonly host: string;
  /** The TCP port. */
  readonly port?: number;
  /** How far the connection must be encrypted and verified. A mode that ClickHouse cannot enforce is refused at set-up. */
  readonly sslMode?: SslMode;
  /** The certificate authority to trust, in PEM; left out: those that Node.js ships. */
  readonly sslRootCert?: string | null | undefined;
};

/** The administrator account with which the gateway creates an account of its own. Used once, never stored. */
export type ProvisionInput = {
  /** Its password. */
  readonly adminPassword: string;
  /** An account that may create accounts. */
  readonly adminUsername: string;
};

/** How many rows a relationship leads to. */
export type RelationshipKind =
  /** To any number of rows. */
  | 'ARRAY'
  /** To one row, or none. */
  | 'OBJECT';

/** A database of the service, and a schema in it. */
export type RemoteDatabaseInput = {
  /** The database of the service. */
  readonly database: string;
  /** The schema in it. */
  readonly schema?: string;
};

/** Where the rows of a remote table are. */
export type Residency =
  /** Kept in ClickHouse. */
  | 'PERSISTED'
  /** In the service; pulled on demand. */
  | 'REMOTE';

/** Where a bucket of S3 is. */
export type S3AddressInput = {
  /** Bucket URL, optionally with a prefix. */
  readonly url: string;
};

/** Who runs a service. */
export type ServiceLocation =
  /** Anyone else's; subject to the operator's host allow-list. Its names in ClickHouse start with `endpoint_`. */
  | 'EXTERNAL'
  /** Run on the same platform as ClickHouse. Its names in ClickHouse start with `service_`. */
  | 'MANAGED';

/** A kind of data system. `integrationSupport` tells what can be done with each. */
export type ServiceType =
  /** A container of Azure Blob Storage. */
  | 'AZURE_BLOB_STORAGE'
  /** Another ClickHouse, read over its secure native port. */
  | 'CLICKHOUSE'
  /** Apache Kafka. */
  | 'KAFKA'
  /** MySQL or MariaDB. */
  | 'MYSQL'
  /** PostgreSQL 12 or later. */
  | 'POSTGRESQL'
  /** A bucket of Amazon S3, or of a store that speaks its protocol. */
  | 'S3';

/** Stores a service's credentials in ClickHouse, and exposes tables over them. */
export type SetUpManagedCredentialsInput = {
  /** May be left out when the service's credentials are stored already. */
  readonly credentials?: CredentialsInput | null | undefined;
  /** ClickHouse users and roles that may use the named collection, 64 at most. */
  readonly grants?: ReadonlyArray<string>;
  /** Tables or objects to expose at once. Left out: none; add them later with createRemoteTable. */
  readonly remoteTables?: ReadonlyArray<CreateRemoteTableInput> | null | undefined;
  /** The service, by name. */
  readonly service: string;
};

/** Creates ClickHouse databases that show what a service holds, and exposes its tables. */
export type SetUpManagedDatabasesInput = {
  /** May be left out when the service's credentials are stored already. */
  readonly credentials?: CredentialsInput | null | undefined;
  /** POSTGRESQL: one ClickHouse database for each, at most 10. Default: the service's database, schema public. */
  readonly databases?: ReadonlyArray<RemoteDatabaseInput> | null | undefined;
  /** POSTGRESQL: tables to expose in the data API, as `table` or `schema.table`; left out: all of them. */
  readonly expose?: ReadonlyArray<string> | null | undefined;
  /** The service, by name. */
  readonly service: string;
  /** KAFKA: one table for each topic feed, at most 400. */
  readonly tables?: ReadonlyArray<KafkaTableInput> | null | undefined;
};

/** How far a connection must be encrypted and its server verified. */
export type SslMode =
  /** TLS is not asked for. */
  | 'DISABLE'
  /** TLS when the server offers it, without verifying who it is. */
  | 'PREFER'
  /** TLS or no connection, without verifying who the server is. */
  | 'REQUIRE'
  /** TLS, with a certificate that a trusted authority signed. */
  | 'VERIFY_CA'
  /** TLS, with a certificate that a trusted authority signed for this host. */
  | 'VERIFY_FULL';

export type IntegrationFactsFragment = { readonly id: string, readonly type: IntegrationType, readonly purpose: IntegrationPurpose, readonly location: ServiceLocation, readonly state: IntegrationState, readonly namedCollection: string | null, readonly grants: ReadonlyArray<string>, readonly createdAt: string, readonly updatedAt: string, readonly errors: ReadonlyArray<{ readonly code: string, readonly message: string, readonly likelyCause: FaultSide, readonly at: string }>, readonly databases: ReadonlyArray<{ readonly name: string, readonly engine: string, readonly remoteDatabase: string | null, readonly remoteSchema: string | null, readonly tableCount: number }>, readonly service: { readonly name: string }, readonly remoteTables: ReadonlyArray<{ readonly id: string, readonly database: string, readonly name: string, readonly fieldName: string, readonly typeName: string }> };

export type SetUpManagedCredentialsMutationVariables = Exact<{
  input: SetUpManagedCredentialsInput;
}>;


export type SetUpManagedCredentialsMutation = { readonly setUpManagedCredentials: { readonly id: string, readonly type: IntegrationType, readonly purpose: IntegrationPurpose, readonly location: ServiceLocation, readonly state: IntegrationState, readonly namedCollection: string | null, readonly grants: ReadonlyArray<string>, readonly createdAt: string, readonly updatedAt: string, readonly errors: ReadonlyArray<{ readonly code: string, readonly message: string, readonly likelyCause: FaultSide, readonly at: string }>, readonly databases: ReadonlyArray<{ readonly name: string, readonly engine: string, readonly remoteDatabase: string | null, readonly remoteSchema: string | null, readonly tableCount: number }>, readonly service: { readonly name: string }, readonly remoteTables: ReadonlyArray<{ readonly id: string, readonly database: string, readonly name: string, readonly fieldName: string, readonly typeName: string }> } };

export type SetUpManagedDatabasesMutationVariables = Exact<{
  input: SetUpManagedDatabasesInput;
}>;


export type SetUpManagedDatabasesMutation = { readonly setUpManagedDatabases: { readonly id: string, readonly type: IntegrationType, readonly purpose: IntegrationPurpose, readonly location: ServiceLocation, readonly state: IntegrationState, readonly namedCollection: string | null, readonly grants: ReadonlyArray<string>, readonly createdAt: string, readonly updatedAt: string, readonly errors: ReadonlyArray<{ readonly code: string, readonly message: string, readonly likelyCause: FaultSide, readonly at: string }>, readonly databases: ReadonlyArray<{ readonly name: string, readonly engine: string, readonly remoteDatabase: string | null, readonly remoteSchema: string | null, readonly tableCount: number }>, readonly service: { readonly name: string }, readonly remoteTables: ReadonlyArray<{ readonly id: string, readonly database: string, readonly name: string, readonly fieldName: string, readonly typeName: string }> } };

export type DeleteIntegrationMutationVariables = Exact<{
  id: string | number;
  force?: boolean;
}>;


export type DeleteIntegrationMutation = { readonly deleteIntegration: { readonly id: string, readonly type: IntegrationType, readonly state: IntegrationState } };

export type IntegrationsQueryVariables = Exact<{
  purpose?: IntegrationPurpose | null | undefined;
  type?: IntegrationType | null | undefined;
  location?: ServiceLocation | null | undefined;
  state?: IntegrationState | null | undefined;
}>;


export type IntegrationsQuery = { readonly integrations: ReadonlyArray<{ readonly id: string, readonly type: IntegrationType, readonly purpose: IntegrationPurpose, readonly location: ServiceLocation, readonly state: IntegrationState, readonly namedCollection: string | null, readonly grants: ReadonlyArray<string>, readonly createdAt: string, readonly updatedAt: string, readonly deletionImpact: { readonly databases: ReadonlyArray<string>, readonly remoteTables: ReadonlyArray<string>, readonly relationships: ReadonlyArray<string>, readonly persistedRows: string }, readonly errors: ReadonlyArray<{ readonly code: string, readonly message: string, readonly likelyCause: FaultSide, readonly at: string }>, readonly databases: ReadonlyArray<{ readonly name: string, readonly engine: string, readonly remoteDatabase: string | null, readonly remoteSchema: string | null, readonly tableCount: number }>, readonly service: { readonly name: string }, readonly remoteTables: ReadonlyArray<{ readonly id: string, readonly database: string, readonly name: string, readonly fieldName: string, readonly typeName: string }> }> };

export type IntegrationQueryVariables = Exact<{
  id: string | number;
}>;


export type IntegrationQuery = { readonly integration: { readonly id: string, readonly type: IntegrationType, readonly purpose: IntegrationPurpose, readonly location: ServiceLocation, readonly state: IntegrationState, readonly namedCollection: string | null, readonly grants: ReadonlyArray<string>, readonly createdAt: string, readonly updatedAt: string, readonly errors: ReadonlyArray<{ readonly code: string, readonly message: string, readonly likelyCause: FaultSide, readonly at: string }>, readonly databases: ReadonlyArray<{ readonly name: string, readonly engine: string, readonly remoteDatabase: string | null, readonly remoteSchema: string | null, readonly tableCount: number }>, readonly service: { readonly name: string }, readonly remoteTables: ReadonlyArray<{ readonly id: string, readonly database: string, readonly name: string, readonly fieldName: string, readonly typeName: string }> } | null };

export type IntegrationSupportQueryVariables = Exact<{ [key: string]: never; }>;


export type IntegrationSupportQuery = { readonly integrationSupport: ReadonlyArray<{ readonly serviceType: ServiceType, readonly dataSource: boolean, readonly managedDatabases: boolean, readonly managedCredentials: boolean }> };

export type RemoteTableFactsFragment = { readonly id: string, readonly database: string, readonly name: string, readonly engine: string, readonly residency: Residency, readonly fieldName: string, readonly typeName: string, readonly primaryKey: ReadonlyArray<string>, readonly rowEstimate: string | null, readonly createdAt: string };

export type RemoteTableShapeFragment = { readonly columns: ReadonlyArray<{ readonly name: string, readonly fieldName: string, readonly remoteType: string | null, readonly clickhouseType: string, readonly graphqlType: string, readonly nullable: boolean, readonly description: string | null }>, readonly relationships: ReadonlyArray<{ readonly id: string, readonly name: string, readonly kind: RelationshipKind, readonly discovered: boolean, readonly from: { readonly fieldName: string }, readonly to: { readonly fieldName: string }, readonly columns: ReadonlyArray<{ readonly from: string, readonly to: string }> }> };

export type CreateRemoteTableMutationVariables = Exact<{
  input: CreateRemoteTableInput;
}>;


export type CreateRemoteTableMutation = { readonly createRemoteTable: { readonly id: string, readonly database: string, readonly name: string, readonly engine: string, readonly residency: Residency, readonly fieldName: string, readonly typeName: string, readonly primaryKey: ReadonlyArray<string>, readonly rowEstimate: string | null, readonly createdAt: string, readonly columns: ReadonlyArray<{ readonly name: string, readonly fieldName: string, readonly remoteType: string | null, readonly clickhouseType: string, readonly graphqlType: string, readonly nullable: boolean, readonly description: string | null }>, readonly relationships: ReadonlyArray<{ readonly id: string, readonly name: string, readonly kind: RelationshipKind, readonly discovered: boolean, readonly from: { readonly fieldName: string }, readonly to: { readonly fieldName: string }, readonly columns: ReadonlyArray<{ readonly from: string, readonly to: string }> }> } };

export type DeleteRemoteTableMutationVariables = Exact<{
  id: string | number;
}>;


export type DeleteRemoteTableMutation = { readonly deleteRemoteTable: { readonly id: string, readonly database: string, readonly name: string, readonly engine: string, readonly residency: Residency, readonly fieldName: string, readonly typeName: string, readonly primaryKey: ReadonlyArray<string>, readonly rowEstimate: string | null, readonly createdAt: string } };

export type RemoteTablesQueryVariables = Exact<{
  service?: string | null | undefined;
}>;


export type RemoteTablesQuery = { readonly remoteTables: ReadonlyArray<{ readonly id: string, readonly database: string, readonly name: string, readonly engine: string, readonly residency: Residency, readonly fieldName: string, readonly typeName: string, readonly primaryKey: ReadonlyArray<string>, readonly rowEstimate: string | null, readonly createdAt: string, readonly service: { readonly name: string }, readonly integration: { readonly id: string, readonly type: IntegrationType }, readonly columns: ReadonlyArray<{ readonly name: string, readonly fieldName: string, readonly remoteType: string | null, readonly clickhouseType: string, readonly graphqlType: string, readonly nullable: boolean, readonly description: string | null }>, readonly relationships: ReadonlyArray<{ readonly id: string, readonly name: string, readonly kind: RelationshipKind, readonly discovered: boolean, readonly from: { readonly fieldName: string }, readonly to: { readonly fieldName: string }, readonly columns: ReadonlyArray<{ readonly from: string, readonly to: string }> }> }> };

export type RemoteTableQueryVariables = Exact<{
  id: string | number;
}>;


export type RemoteTableQuery = { readonly remoteTable: { readonly id: string, readonly database: string, readonly name: string, readonly engine: string, readonly residency: Residency, readonly fieldName: string, readonly typeName: string, readonly primaryKey: ReadonlyArray<string>, readonly rowEstimate: string | null, readonly createdAt: string, readonly columns: ReadonlyArray<{ readonly name: string, readonly fieldName: string, readonly remoteType: string | null, readonly clickhouseType: string, readonly graphqlType: string, readonly nullable: boolean, readonly description: string | null }>, readonly relationships: ReadonlyArray<{ readonly id: string, readonly name: string, readonly kind: RelationshipKind, readonly discovered: boolean, readonly from: { readonly fieldName: string }, readonly to: { readonly fieldName: string }, readonly columns: ReadonlyArray<{ readonly from: string, readonly to: string }> }> } | null };

export type ServiceFactsFragment = { readonly id: string, readonly name: string, readonly type: ServiceType, readonly location: ServiceLocation, readonly address: string, readonly createdAt: string, readonly updatedAt: string };

export type CreateServiceMutationVariables = Exact<{
  input: CreateServiceInput;
}>;


export type CreateServiceMutation = { readonly createService: { readonly id: string, readonly name: string, readonly type: ServiceType, readonly location: ServiceLocation, readonly address: string, readonly createdAt: string, readonly updatedAt: string } };

export type TestConnectionMutationVariables = Exact<{
  service: string;
  credentials?: CredentialsInput | null | undefined;
}>;


export type TestConnectionMutation = { readonly testConnection: { readonly ok: boolean, readonly serverVersion: string | null, readonly refusal: ConnectionRefusal | null, readonly message: string | null, readonly latencyMs: number } };

export type DeleteServiceMutationVariables = Exact<{
  name: string;
  force?: boolean;
}>;


export type DeleteServiceMutation = { readonly deleteService: { readonly id: string, readonly name: string, readonly type: ServiceType, readonly location: ServiceLocation, readonly address: string, readonly createdAt: string, readonly updatedAt: string } };

export type ServicesQueryVariables = Exact<{
  type?: ServiceType | null | undefined;
  location?: ServiceLocation | null | undefined;
}>;


export type ServicesQuery = { readonly services: ReadonlyArray<{ readonly id: string, readonly name: string, readonly type: ServiceType, readonly location: ServiceLocation, readonly address: string, readonly createdAt: string, readonly updatedAt: string, readonly integrations: ReadonlyArray<{ readonly id: string, readonly type: IntegrationType, readonly state: IntegrationState }>, readonly remoteTables: ReadonlyArray<{ readonly id: string, readonly fieldName: string }> }> };

export type ServiceCatalogQueryVariables = Exact<{
  name: string;
  search?: string | null | undefined;
  limit?: number;
  offset?: number;
}>;


export type ServiceCatalogQuery = { readonly service: { readonly id: string, readonly name: string, readonly type: ServiceType, readonly location: ServiceLocation, readonly address: string, readonly createdAt: string, readonly updatedAt: string, readonly catalog: ReadonlyArray<{ readonly schema: string | null, readonly name: string, readonly kind: CatalogTableKind, readonly rowEstimate: string | null, readonly exposedAs: { readonly id: string, readonly fieldName: string } | null }> } | null };

export const IntegrationFactsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"IntegrationFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Integration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"purpose"}},{"kind":"Field","name":{"kind":"Name","value":"location"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"likelyCause"}},{"kind":"Field","name":{"kind":"Name","value":"at"}}]}},{"kind":"Field","name":{"kind":"Name","value":"namedCollection"}},{"kind":"Field","name":{"kind":"Name","value":"databases"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"engine"}},{"kind":"Field","name":{"kind":"Name","value":"remoteDatabase"}},{"kind":"Field","name":{"kind":"Name","value":"remoteSchema"}},{"kind":"Field","name":{"kind":"Name","value":"tableCount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"grants"}},{"kind":"Field","name":{"kind":"Name","value":"service"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"remoteTables"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"database"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"fieldName"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]} as unknown as DocumentNode<IntegrationFactsFragment, unknown>;
export const RemoteTableFactsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RemoteTableFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RemoteTable"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"database"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"engine"}},{"kind":"Field","name":{"kind":"Name","value":"residency"}},{"kind":"Field","name":{"kind":"Name","value":"fieldName"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}},{"kind":"Field","name":{"kind":"Name","value":"primaryKey"}},{"kind":"Field","name":{"kind":"Name","value":"rowEstimate"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]} as unknown as DocumentNode<RemoteTableFactsFragment, unknown>;
export const RemoteTableShapeFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RemoteTableShape"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RemoteTable"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"fieldName"}},{"kind":"Field","name":{"kind":"Name","value":"remoteType"}},{"kind":"Field","name":{"kind":"Name","value":"clickhouseType"}},{"kind":"Field","name":{"kind":"Name","value":"graphqlType"}},{"kind":"Field","name":{"kind":"Name","value":"nullable"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}},{"kind":"Field","name":{"kind":"Name","value":"relationships"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"from"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fieldName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"to"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fieldName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}}]}},{"kind":"Field","name":{"kind":"Name","value":"discovered"}}]}}]}}]} as unknown as DocumentNode<RemoteTableShapeFragment, unknown>;
export const ServiceFactsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ServiceFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Service"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"location"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]} as unknown as DocumentNode<ServiceFactsFragment, unknown>;
export const SetUpManagedCredentialsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SetUpManagedCredentials"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SetUpManagedCredentialsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setUpManagedCredentials"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"IntegrationFacts"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"IntegrationFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Integration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"purpose"}},{"kind":"Field","name":{"kind":"Name","value":"location"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"likelyCause"}},{"kind":"Field","name":{"kind":"Name","value":"at"}}]}},{"kind":"Field","name":{"kind":"Name","value":"namedCollection"}},{"kind":"Field","name":{"kind":"Name","value":"databases"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"engine"}},{"kind":"Field","name":{"kind":"Name","value":"remoteDatabase"}},{"kind":"Field","name":{"kind":"Name","value":"remoteSchema"}},{"kind":"Field","name":{"kind":"Name","value":"tableCount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"grants"}},{"kind":"Field","name":{"kind":"Name","value":"service"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"remoteTables"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"database"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"fieldName"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]} as unknown as DocumentNode<SetUpManagedCredentialsMutation, SetUpManagedCredentialsMutationVariables>;
export const SetUpManagedDatabasesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SetUpManagedDatabases"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SetUpManagedDatabasesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setUpManagedDatabases"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"IntegrationFacts"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"IntegrationFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Integration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"purpose"}},{"kind":"Field","name":{"kind":"Name","value":"location"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"likelyCause"}},{"kind":"Field","name":{"kind":"Name","value":"at"}}]}},{"kind":"Field","name":{"kind":"Name","value":"namedCollection"}},{"kind":"Field","name":{"kind":"Name","value":"databases"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"engine"}},{"kind":"Field","name":{"kind":"Name","value":"remoteDatabase"}},{"kind":"Field","name":{"kind":"Name","value":"remoteSchema"}},{"kind":"Field","name":{"kind":"Name","value":"tableCount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"grants"}},{"kind":"Field","name":{"kind":"Name","value":"service"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"remoteTables"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"database"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"fieldName"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]} as unknown as DocumentNode<SetUpManagedDatabasesMutation, SetUpManagedDatabasesMutationVariables>;
export const DeleteIntegrationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteIntegration"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"force"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}},"defaultValue":{"kind":"BooleanValue","value":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteIntegration"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"Argument","name":{"kind":"Name","value":"force"},"value":{"kind":"Variable","name":{"kind":"Name","value":"force"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}}]} as unknown as DocumentNode<DeleteIntegrationMutation, DeleteIntegrationMutationVariables>;
export const IntegrationsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Integrations"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"purpose"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"IntegrationPurpose"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"type"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"IntegrationType"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"location"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceLocation"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"state"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"IntegrationState"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"integrations"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"purpose"},"value":{"kind":"Variable","name":{"kind":"Name","value":"purpose"}}},{"kind":"Argument","name":{"kind":"Name","value":"type"},"value":{"kind":"Variable","name":{"kind":"Name","value":"type"}}},{"kind":"Argument","name":{"kind":"Name","value":"location"},"value":{"kind":"Variable","name":{"kind":"Name","value":"location"}}},{"kind":"Argument","name":{"kind":"Name","value":"state"},"value":{"kind":"Variable","name":{"kind":"Name","value":"state"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"IntegrationFacts"}},{"kind":"Field","name":{"kind":"Name","value":"deletionImpact"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"databases"}},{"kind":"Field","name":{"kind":"Name","value":"remoteTables"}},{"kind":"Field","name":{"kind":"Name","value":"relationships"}},{"kind":"Field","name":{"kind":"Name","value":"persistedRows"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"IntegrationFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Integration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"purpose"}},{"kind":"Field","name":{"kind":"Name","value":"location"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"likelyCause"}},{"kind":"Field","name":{"kind":"Name","value":"at"}}]}},{"kind":"Field","name":{"kind":"Name","value":"namedCollection"}},{"kind":"Field","name":{"kind":"Name","value":"databases"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"engine"}},{"kind":"Field","name":{"kind":"Name","value":"remoteDatabase"}},{"kind":"Field","name":{"kind":"Name","value":"remoteSchema"}},{"kind":"Field","name":{"kind":"Name","value":"tableCount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"grants"}},{"kind":"Field","name":{"kind":"Name","value":"service"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"remoteTables"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"database"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"fieldName"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]} as unknown as DocumentNode<IntegrationsQuery, IntegrationsQueryVariables>;
export const IntegrationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Integration"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"integration"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"IntegrationFacts"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"IntegrationFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Integration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"purpose"}},{"kind":"Field","name":{"kind":"Name","value":"location"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"likelyCause"}},{"kind":"Field","name":{"kind":"Name","value":"at"}}]}},{"kind":"Field","name":{"kind":"Name","value":"namedCollection"}},{"kind":"Field","name":{"kind":"Name","value":"databases"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"engine"}},{"kind":"Field","name":{"kind":"Name","value":"remoteDatabase"}},{"kind":"Field","name":{"kind":"Name","value":"remoteSchema"}},{"kind":"Field","name":{"kind":"Name","value":"tableCount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"grants"}},{"kind":"Field","name":{"kind":"Name","value":"service"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"remoteTables"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"database"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"fieldName"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]} as unknown as DocumentNode<IntegrationQuery, IntegrationQueryVariables>;
export const IntegrationSupportDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"IntegrationSupport"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"integrationSupport"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"serviceType"}},{"kind":"Field","name":{"kind":"Name","value":"dataSource"}},{"kind":"Field","name":{"kind":"Name","value":"managedDatabases"}},{"kind":"Field","name":{"kind":"Name","value":"managedCredentials"}}]}}]}}]} as unknown as DocumentNode<IntegrationSupportQuery, IntegrationSupportQueryVariables>;
export const CreateRemoteTableDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateRemoteTable"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateRemoteTableInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createRemoteTable"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RemoteTableFacts"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RemoteTableShape"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RemoteTableFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RemoteTable"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"database"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"engine"}},{"kind":"Field","name":{"kind":"Name","value":"residency"}},{"kind":"Field","name":{"kind":"Name","value":"fieldName"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}},{"kind":"Field","name":{"kind":"Name","value":"primaryKey"}},{"kind":"Field","name":{"kind":"Name","value":"rowEstimate"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RemoteTableShape"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RemoteTable"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"fieldName"}},{"kind":"Field","name":{"kind":"Name","value":"remoteType"}},{"kind":"Field","name":{"kind":"Name","value":"clickhouseType"}},{"kind":"Field","name":{"kind":"Name","value":"graphqlType"}},{"kind":"Field","name":{"kind":"Name","value":"nullable"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}},{"kind":"Field","name":{"kind":"Name","value":"relationships"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"from"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fieldName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"to"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fieldName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}}]}},{"kind":"Field","name":{"kind":"Name","value":"discovered"}}]}}]}}]} as unknown as DocumentNode<CreateRemoteTableMutation, CreateRemoteTableMutationVariables>;
export const DeleteRemoteTableDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteRemoteTable"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteRemoteTable"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RemoteTableFacts"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RemoteTableFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RemoteTable"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"database"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"engine"}},{"kind":"Field","name":{"kind":"Name","value":"residency"}},{"kind":"Field","name":{"kind":"Name","value":"fieldName"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}},{"kind":"Field","name":{"kind":"Name","value":"primaryKey"}},{"kind":"Field","name":{"kind":"Name","value":"rowEstimate"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]} as unknown as DocumentNode<DeleteRemoteTableMutation, DeleteRemoteTableMutationVariables>;
export const RemoteTablesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RemoteTables"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"service"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"remoteTables"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"service"},"value":{"kind":"Variable","name":{"kind":"Name","value":"service"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RemoteTableFacts"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RemoteTableShape"}},{"kind":"Field","name":{"kind":"Name","value":"service"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"integration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RemoteTableFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RemoteTable"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"database"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"engine"}},{"kind":"Field","name":{"kind":"Name","value":"residency"}},{"kind":"Field","name":{"kind":"Name","value":"fieldName"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}},{"kind":"Field","name":{"kind":"Name","value":"primaryKey"}},{"kind":"Field","name":{"kind":"Name","value":"rowEstimate"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RemoteTableShape"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RemoteTable"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"fieldName"}},{"kind":"Field","name":{"kind":"Name","value":"remoteType"}},{"kind":"Field","name":{"kind":"Name","value":"clickhouseType"}},{"kind":"Field","name":{"kind":"Name","value":"graphqlType"}},{"kind":"Field","name":{"kind":"Name","value":"nullable"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}},{"kind":"Field","name":{"kind":"Name","value":"relationships"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"from"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fieldName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"to"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fieldName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}}]}},{"kind":"Field","name":{"kind":"Name","value":"discovered"}}]}}]}}]} as unknown as DocumentNode<RemoteTablesQuery, RemoteTablesQueryVariables>;
export const RemoteTableDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RemoteTable"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"remoteTable"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RemoteTableFacts"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RemoteTableShape"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RemoteTableFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RemoteTable"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"database"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"engine"}},{"kind":"Field","name":{"kind":"Name","value":"residency"}},{"kind":"Field","name":{"kind":"Name","value":"fieldName"}},{"kind":"Field","name":{"kind":"Name","value":"typeName"}},{"kind":"Field","name":{"kind":"Name","value":"primaryKey"}},{"kind":"Field","name":{"kind":"Name","value":"rowEstimate"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RemoteTableShape"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RemoteTable"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"fieldName"}},{"kind":"Field","name":{"kind":"Name","value":"remoteType"}},{"kind":"Field","name":{"kind":"Name","value":"clickhouseType"}},{"kind":"Field","name":{"kind":"Name","value":"graphqlType"}},{"kind":"Field","name":{"kind":"Name","value":"nullable"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}},{"kind":"Field","name":{"kind":"Name","value":"relationships"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"from"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fieldName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"to"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fieldName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}}]}},{"kind":"Field","name":{"kind":"Name","value":"discovered"}}]}}]}}]} as unknown as DocumentNode<RemoteTableQuery, RemoteTableQueryVariables>;
export const CreateServiceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateService"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateServiceInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createService"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ServiceFacts"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ServiceFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Service"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"location"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]} as unknown as DocumentNode<CreateServiceMutation, CreateServiceMutationVariables>;
export const TestConnectionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"TestConnection"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"service"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"credentials"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"CredentialsInput"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"testConnection"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"service"},"value":{"kind":"Variable","name":{"kind":"Name","value":"service"}}},{"kind":"Argument","name":{"kind":"Name","value":"credentials"},"value":{"kind":"Variable","name":{"kind":"Name","value":"credentials"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ok"}},{"kind":"Field","name":{"kind":"Name","value":"serverVersion"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"latencyMs"}}]}}]}}]} as unknown as DocumentNode<TestConnectionMutation, TestConnectionMutationVariables>;
export const DeleteServiceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteService"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"name"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"force"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}},"defaultValue":{"kind":"BooleanValue","value":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteService"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"name"}}},{"kind":"Argument","name":{"kind":"Name","value":"force"},"value":{"kind":"Variable","name":{"kind":"Name","value":"force"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ServiceFacts"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ServiceFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Service"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"location"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]} as unknown as DocumentNode<DeleteServiceMutation, DeleteServiceMutationVariables>;
export const ServicesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Services"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"type"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceType"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"location"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ServiceLocation"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"services"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"type"},"value":{"kind":"Variable","name":{"kind":"Name","value":"type"}}},{"kind":"Argument","name":{"kind":"Name","value":"location"},"value":{"kind":"Variable","name":{"kind":"Name","value":"location"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ServiceFacts"}},{"kind":"Field","name":{"kind":"Name","value":"integrations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"Field","name":{"kind":"Name","value":"remoteTables"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"fieldName"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ServiceFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Service"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"location"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]} as unknown as DocumentNode<ServicesQuery, ServicesQueryVariables>;
export const ServiceCatalogDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ServiceCatalog"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"name"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"search"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"limit"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},"defaultValue":{"kind":"IntValue","value":"100"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"offset"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},"defaultValue":{"kind":"IntValue","value":"0"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"service"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"name"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ServiceFacts"}},{"kind":"Field","name":{"kind":"Name","value":"catalog"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"search"},"value":{"kind":"Variable","name":{"kind":"Name","value":"search"}}},{"kind":"Argument","name":{"kind":"Name","value":"limit"},"value":{"kind":"Variable","name":{"kind":"Name","value":"limit"}}},{"kind":"Argument","name":{"kind":"Name","value":"offset"},"value":{"kind":"Variable","name":{"kind":"Name","value":"offset"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"schema"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"rowEstimate"}},{"kind":"Field","name":{"kind":"Name","value":"exposedAs"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"fieldName"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ServiceFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Service"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"location"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]} as unknown as DocumentNode<ServiceCatalogQuery, ServiceCatalogQueryVariables>;