import type {
  CatalogTableKind,
  DescribedColumn,
  DescribedTable,
  RemoteColumn,
  RemoteObject,
} from '../../model/remote-table';
import type { ServiceAddress, ServiceType } from '../../model/service';
import type { Sql } from '../../sql/sql';
import type { Secret } from '../../util/secret';
import type { SourceDialect } from './source-dialect';
import type { TopicFeeds } from './topic-feeds';

/** What a caller gave to reach a service. Every secret part is a `Secret`. */
export interface Credentials {
  readonly username?: string;
  readonly password?: Secret;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: Secret;
  readonly accountName?: string;
  readonly accountKey?: Secret;
  readonly connectionString?: Secret;
  readonly sslClientCert?: string;
  readonly sslClientKey?: Secret;
}

/** Credentials as a caller gives them: instead of an account, an administrator who may make one. */
export interface GivenCredentials extends Credentials {
  readonly provision?: { readonly adminUsername: string; readonly adminPassword: Secret };
}

export const CONNECTION_REFUSALS = [
  'UNREACHABLE',
  'TLS_FAILED',
  'AUTHENTICATION_FAILED',
  'DATABASE_NOT_FOUND',
  'PERMISSION_DENIED',
  'HOST_NOT_ALLOWED',
] as const;
export type ConnectionRefusal = (typeof CONNECTION_REFUSALS)[number];

/** The answer of a credential check. A refusal is an answer, not an error. */
export type ConnectionCheck =
  | {
      readonly ok: true;
      /** Null where a service tells none. */ readonly serverVersion: string | null;
      readonly latencyMs: number;
    }
  | {
      readonly ok: false;
      readonly refusal: ConnectionRefusal;
      readonly message: string;
      readonly latencyMs: number;
    };

/** One entry of a named collection. Overridable entries may be replaced in a query; credentials and addresses never are. */
export interface CollectionEntry {
  readonly key: string;
  readonly value: string | Secret;
  readonly overridable: boolean;
}

/** One line of what a service holds. */
export interface CatalogEntry {
  readonly remote: RemoteObject;
  readonly kind: CatalogTableKind;
  readonly rowEstimate: number | null;
}

/**
 * Runs one read-only statement and returns its only value, a JSON text. For a connector with `openSession` the statement
 * is the service's own SQL, and the use case decides the way: the native driver while it holds credentials, or a ClickHouse
 * passthrough query afterwards. For one without, it is ClickHouse's SQL, and reads the service over `collection`.
 */
export interface CatalogReader {
  (query: Sql): Promise<string>;
  /** The named collection that holds the credentials, and where they lead; absent where they are in the native session. */
  readonly collection?: string;
  readonly address?: ServiceAddress;
  /** The columns of a table function over it, as ClickHouse infers them (DESCRIBE TABLE); absent in a native session. */
  readonly columnsOf?: (source: Sql) => Promise<readonly InferredColumn[]>;
}

/** A column, and its ClickHouse type as text. */
export interface InferredColumn {
  readonly name: string;
  readonly type: string;
}

/** How the tables of a service are listed and described, by statements for a `CatalogReader`. */
export interface Catalog {
  /** @returns tables, views and the like, ordered by schema and name. */
  list(read: CatalogReader, page: CatalogQuery): Promise<readonly CatalogEntry[]>;
  /**
   * Describes the wanted tables of a schema, or all of it when `tables` is null, in one statement.
   * A table that does not exist is absent from the answer.
   */
  describe(read: CatalogReader, wanted: WantedTables): Promise<readonly DescribedTable[]>;
}

export interface CatalogQuery {
  readonly search: string | null;
  readonly limit: number;
  readonly offset: number;
  /** The service's own place: what is listed where a service has no other. */
  readonly within?: Pick<RemoteObject, 'database' | 'schema'>;
}

export interface WantedTables {
  readonly database: string;
  readonly schema: string;
  readonly tables: readonly string[] | null;
  /** Where tables are objects: their format. */
  readonly format?: string;
}

/** Tables that are objects of a store: what they are found by, instead of a schema and a table. */
export interface ObjectTables {
  /** The place of a table, from a path below the service's address and a format, or null. @throws GatewayError INVALID_INPUT */
  locate(address: ServiceAddress, path: string, format: string | null): RemoteObject;
  /** What ClickHouse knows of the object that a row is from: columns that every table has beside its own. */
  readonly columns: readonly DescribedColumn[];
}

/** What an account may read: schemas of remote databases. */
export interface AccountScope {
  readonly database: string;
  readonly schema: string;
}

/** An account on the service, made and dropped with the native driver and an administrator's credentials. */
export interface ServiceAccounts {
  /** The longest name that the service takes, in characters. */
  readonly maxNameLength: number;
  /**
   * Makes an account that may only read, ends its own statements after `statementTimeoutMs`, and has a random password.
   * All of it or nothing. @throws GatewayError CREDENTIALS_REFUSED with `details.refusal`
   */
  provision(
    address: ServiceAddress,
    administrator: Credentials,
    wanted: ProvisionedAccount,
  ): Promise<Credentials>;
  /** Drops an account; one that is gone already does not matter. @throws GatewayError CREDENTIALS_REFUSED */
  drop(
    address: ServiceAddress,
    administrator: Credentials,
    account: Pick<ProvisionedAccount, 'name' | 'timeoutMs'>,
  ): Promise<void>;
}

export interface ProvisionedAccount {
  readonly name: string;
  readonly scope: readonly AccountScope[];
  readonly statementTimeoutMs: number;
  readonly timeoutMs: number;
}

/** An open native connection, for one use case, closed at its end. */
export interface NativeSession {
  readonly read: CatalogReader;
  close(): Promise<void>;
}

/** How a declared table connects to its service. */
export interface EngineOptions {
  /** Connections at most. */
  readonly poolSize: number;
  /** How long a connection may be silent, where the engine has a limit; its own when left out. */
  readonly readTimeoutMs?: number;
}

/**
 * One service type. A connector describes; it never talks to ClickHouse and keeps no state. A capability that is
 * missing is an absent method.
 */
export interface Connector {
  readonly type: ServiceType;
  /** The ClickHouse engine name, e.g. `PostgreSQL`. */
  readonly engine: string;
  /** Which credential fields must be given for this type. */
  readonly requiredCredentials: readonly (keyof Credentials)[];
  /** Others that may be given, all of them, instead. */
  readonly alternativeCredentials?: readonly (keyof Credentials)[];
  /** Checks credentials where which are needed depends on the address. Absent: `requiredCredentials` and no others. @throws GatewayError INVALID_INPUT naming the field */
  assertCredentials?(address: ServiceAddress, credentials: Credentials): void;
  /** True for an address that lets everybody in: then no credentials are needed. Absent: there is none. */
  needsNoCredentials?(address: ServiceAddress): boolean;

  /** Checks and completes an address given by a caller. @throws GatewayError INVALID_INPUT naming the field. */
  parseAddress(input: Readonly<Record<string, unknown>>): ServiceAddress;
  /** The address without any secret, e.g. `db.example.com:5432/shop`. */
  renderAddress(address: ServiceAddress): string;
  /** Hosts that ClickHouse would connect to; the allow-list is asked about each. */
  hostsOf(address: ServiceAddress): readonly string[];
  /** The remote database that is used when none is named. */
  defaultDatabase(address: ServiceAddress): string;
  /** The schema that is used when none is named; it is left out of GraphQL names. A database where a service has no schemas. */
  defaultSchema(address: ServiceAddress): string;

  /** Why ClickHouse (of the given version) cannot honour the address's TLS mode on its own connections; null when it can. */
  tlsProblem(address: ServiceAddress): string | null;
  /**
   * A statement for the service that answers `{"encrypted": true}` when the connection it came over is encrypted: run
   * through ClickHouse it proves what ClickHouse does. Absent where the service cannot tell.
   */
  readonly encryptionQuery?: Sql;
  /** Tries the credentials with the native driver; changes nothing. */
  checkConnection(
    address: ServiceAddress,
    credentials: Credentials,
    timeoutMs: number,
  ): Promise<ConnectionCheck>;
  /**
   * Opens a native read-only session for the catalog; absent where no driver speaks SQL with the service. There the catalog
   * is always read by ClickHouse, while credentials are new over a collection of their own.
   * @throws GatewayError CREDENTIALS_REFUSED
   */
  openSession?(
    address: ServiceAddress,
    credentials: Credentials,
    database: string,
    timeoutMs: number,
  ): Promise<NativeSession>;
  /** Asks through ClickHouse for as little as the service has to answer: proof that it lets ClickHouse in. Its version, where it tells one. */
  probe(read: CatalogReader, address: ServiceAddress): Promise<string | null>;

  /** The entries of the named collection, addresses and credentials not overridable. */
  collectionEntries(address: ServiceAddress, credentials: Credentials): readonly CollectionEntry[];
  /** Those of them that say where the service is, none of them secret. Absent: an address that is in use cannot be changed. */
  addressEntries?(address: ServiceAddress): readonly CollectionEntry[];
  /** How an account of its own is made on the service and dropped again; absent where the gateway cannot. */
  readonly accounts?: ServiceAccounts;
  /** Absent: a table is one of a schema. */
  readonly objects?: ObjectTables;
  /** The engine clause of a declared table, e.g. PostgreSQL(`service_shop`, database = 'shop', schema = 'public', table = 'customer'); absent where readers are views. */
  tableEngine?(
    collection: string,
    remote: RemoteObject,
    options: EngineOptions,
    address: ServiceAddress,
  ): Sql;
  /** Settings that ClickHouse needs to create a reader with every type that a column may have. */
  readonly tableSettings?: Readonly<Record<string, number>>;
  /**
   * The SELECT of a view that reads a table with all its columns: where an engine would ask the service when the table is made or
   * ClickHouse starts, or keep what the named collection held then. Absent where there is `tableEngine`.
   */
  readerQuery?(collection: string, table: Pick<DescribedTable, 'remote' | 'columns'>): Sql;
  /** The table function that runs `query`, in the service's own SQL, there; absent where ClickHouse has none. */
  passthroughSource?(
    collection: string,
    database: string,
    query: Sql,
    address: ServiceAddress,
  ): Sql;
  /**
   * The engine clause of a table that runs `query` there as `passthroughSource` does, over one connection that it keeps, and learns no types
   * from the service; absent where ClickHouse has none, or keeps connections anyway.
   */
  keptEngine?(
    collection: string,
    database: string,
    query: Sql,
    options: Pick<EngineOptions, 'readTimeoutMs'>,
  ): Sql;
  /** A query that ends the statements of this account whose text holds `mark`; absent where the service has none. */
  cancelQuery?(mark: string): Sql;
  /** The engine clause of a managed database; absent where the matrix has none. */
  databaseEngine?(
    collection: string,
    remote: { readonly database: string; readonly schema: string },
  ): Sql;

  /** Messages that ClickHouse consumes into tables of its own; absent where the tables of a service are read where they are. */
  readonly feeds?: TopicFeeds;
  readonly catalog: Catalog;
  /** How the engine reads and forwards, and the dialect for passthrough queries. */
  readonly dialect: SourceDialect;
  /**
   * The dialect where ClickHouse asks for TimeZone UTC in the service's sessions, as the embedded one does, and runs passthrough queries:
   * its scans cost ClickHouse less. Absent: the same.
   */
  readonly utcDialect?: SourceDialect;
  /** A column whose ClickHouse type was declared by the caller instead of introspected. */
  declareColumn(name: string, clickhouseType: string): Omit<RemoteColumn, 'fieldName'>;
}
