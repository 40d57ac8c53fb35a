import type { Sql } from '../../sql/sql';
import type {
  CatalogTableKind,
  DescribedColumn,
  DescribedTable,
  RemoteObject,
} from '../../model/remote-table';
import type { ServiceAddress } from '../../model/service';
import type { Credentials } from './credentials';

/** What a service holds, told by who knows it. */
export type Catalog = StatementCatalog | NativeCatalog | DeclaredCatalog;

/** The service is read by statements of ClickHouse's SQL, over a named collection. */
export interface StatementCatalog extends TableReading, ColumnDeclaring {
  readonly kind: 'statements';
}

/**
 * The service is read by statements of its own SQL: with the native driver while credentials are at
 * hand, and else as passthrough queries. A statement means the same both ways.
 */
export interface NativeCatalog extends TableReading, ColumnDeclaring {
  readonly kind: 'native';
  /**
   * Opens a read-only session with the native driver.
   * @throws GatewayError CREDENTIALS_REFUSED
   */
  readonly openSession: (
    address: ServiceAddress,
    credentials: Credentials,
    database: string,
    timeoutMs: number,
  ) => Promise<NativeSession>;
}

/** The service knows no columns: callers declare them. */
export interface DeclaredCatalog extends ColumnDeclaring {
  readonly kind: 'declared';
  /**
   * Lists names with the native driver and no credentials. Absent: there is nothing to list.
   * @throws GatewayError CREDENTIALS_REQUIRED, SERVICE_UNREACHABLE
   */
  readonly list?: (
    address: ServiceAddress,
    page: CatalogQuery,
    timeoutMs: number,
  ) => Promise<readonly CatalogEntry[]>;
}

/** A catalog that can be read. */
export type ReadableCatalog = StatementCatalog | NativeCatalog;

interface TableReading {
  /** Answers tables, views and the like, ordered by schema and name. */
  readonly list: (read: CatalogReader, page: CatalogQuery) => Promise<readonly CatalogEntry[]>;
  /**
   * Describes the wanted tables of a schema, or all of it when `tables` is null, in one statement.
   * A table that does not exist is absent from the answer.
   */
  readonly describe: (
    read: CatalogReader,
    wanted: WantedTables,
  ) => Promise<readonly DescribedTable[]>;
}

interface ColumnDeclaring {
  /**
   * Describes a column whose type the caller declared, in a table with this primary key.
   * @throws GatewayError INVALID_INPUT for a type, or a key, that cannot be
   */
  readonly declareColumn: (
    name: string,
    clickhouseType: string,
    primaryKey: readonly string[],
  ) => DescribedColumn;
}

/** A column and its ClickHouse type as text, as a caller declares it or ClickHouse infers it. */
export interface DeclaredColumn {
  readonly name: string;
  readonly type: string;
}

/** One line of what a service holds. */
export interface CatalogEntry {
  readonly remote: RemoteObject;
  readonly kind: CatalogTableKind;
  readonly rowEstimate: number | null;
}

/**
 * Runs one read-only statement and returns its only value, a JSON text. For a native catalog it is
 * the service's own SQL, for others ClickHouse's.
 */
export interface CatalogReader {
  (query: Sql): Promise<string>;
  /** The named collection with the credentials; absent where they are in the native session. */
  readonly collection?: string;
  /** Where the named collection leads; absent in a native session. */
  readonly address?: ServiceAddress;
  /** The columns of a table function, as ClickHouse infers them; absent in a native session. */
  readonly columnsOf?: (source: Sql) => Promise<readonly DeclaredColumn[]>;
  /**
   * Reads over a table that lives as long as the question, where no table function takes a named
   * collection. Absent in a native session.
   */
  readonly overTable?: (table: TransientTable, queryOf: (name: Sql) => Sql) => Promise<string>;
}

/** What stands in the CREATE TABLE of a table that lives as long as one question. */
export interface TransientTable {
  /** Columns, e.g. `key` String, `value` String. */
  readonly columns: Sql;
  /** An engine clause, e.g. Redis(`service_cache`) PRIMARY KEY `key`. */
  readonly engine: Sql;
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
  /** The format of the objects, where tables are objects. */
  readonly format?: string;
}

/** An open native connection, for one use case, closed at its end. */
export interface NativeSession {
  readonly read: CatalogReader;
  readonly close: () => Promise<void>;
}
