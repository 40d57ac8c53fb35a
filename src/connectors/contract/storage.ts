import type { Sql } from '../../sql/sql';
import type { DescribedColumn, DescribedTable, RemoteObject } from '../../model/remote-table';
import type { ServiceAddress } from '../../model/service';
import type { Secret } from '../../util/secret';
import type { Credentials } from './credentials';
import type { TopicFeeds } from './topic-feeds';

/** What ClickHouse keeps of a service: credentials, tables that read it, databases. */
export interface Storage {
  /** The entries of the named collection; addresses and credentials are not overridable. */
  readonly collectionEntries: (
    address: ServiceAddress,
    credentials: Credentials,
  ) => readonly CollectionEntry[];
  /**
   * Entries that say where the service is, none of them secret. Absent: an address that is in use
   * cannot be changed.
   */
  readonly addressEntries?: (address: ServiceAddress) => readonly CollectionEntry[];
  /** What reads one remote table. Absent: remote tables are not read where they are. */
  readonly reader?: Reader;
  /** The engine clause of a managed database; absent where ClickHouse has none. */
  readonly databaseEngine?: (
    collection: string,
    remote: { readonly database: string; readonly schema: string },
  ) => Sql;
  /** Tables that are objects of a store. Absent: a table is one of a schema. */
  readonly objects?: ObjectTables;
  /** Topic feeds. Absent: no messages are consumed into tables of ClickHouse. */
  readonly feeds?: TopicFeeds;
}

/**
 * One entry of a named collection. Overridable entries may be replaced in a query; credentials and
 * addresses never are.
 */
export interface CollectionEntry {
  readonly key: string;
  readonly value: string | Secret;
  readonly overridable: boolean;
}

/**
 * A declared table with an engine, or a view, where an engine would ask the service when the table
 * is made or ClickHouse starts, or keep what the named collection held then.
 */
export type Reader = TableReader | ViewReader;

export interface TableReader {
  readonly kind: 'table';
  /**
   * The engine clause, e.g. PostgreSQL(`service_shop`, database = 'shop', table = 'customer'), with
   * PRIMARY KEY and SETTINGS where the engine has them.
   */
  readonly engine: (
    collection: string,
    table: ReadTable,
    options: EngineOptions,
    address: ServiceAddress,
  ) => Sql;
  /** Settings that ClickHouse needs to create a reader with every type that a column may have. */
  readonly settings?: Readonly<Record<string, number>>;
}

export interface ViewReader {
  readonly kind: 'view';
  /** The SELECT of all columns of the table. */
  readonly query: (collection: string, table: ReadTable) => Sql;
}

/** What a reader is made from. */
export type ReadTable = Pick<DescribedTable, 'remote' | 'columns' | 'primaryKey'>;

/** How a declared table connects to its service. */
export interface EngineOptions {
  /** How many connections a table may have at most. */
  readonly poolSize: number;
  /**
   * How long a connection may be silent, where the engine has such a limit. Left out: the engine's
   * own.
   */
  readonly readTimeoutMs?: number;
}

/** Tables that are objects of a store: what finds them instead of a schema and a table. */
export interface ObjectTables {
  /**
   * The place of a table, from a path below the service's address and a format, or null for the one
   * that the path tells.
   * @throws GatewayError INVALID_INPUT
   */
  readonly locate: (address: ServiceAddress, path: string, format: string | null) => RemoteObject;
  /** What ClickHouse knows of a row's object: columns that every table has beside its own. */
  readonly columns: readonly DescribedColumn[];
}
