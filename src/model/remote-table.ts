import type { TopicFeed } from './topic-feed';

/**
 * The GraphQL scalars that a remote column may be read as. Their JSON form is the same whoever
 * prints it: Int and Float are numbers, Boolean is true or false, JSON is the document itself, and
 * all others are strings.
 */
export const SCALAR_NAMES = [
  'Int',
  'Float',
  'Boolean',
  'String',
  'BigInt',
  'Decimal',
  'UUID',
  'DateTime',
  'LocalDateTime',
  'Date',
  'JSON',
] as const;
export type ScalarName = (typeof SCALAR_NAMES)[number];

export type CatalogTableKind =
  'TABLE' | 'VIEW' | 'MATERIALIZED_VIEW' | 'FOREIGN_TABLE' | 'TOPIC' | 'OBJECT';

/** A column as the service describes it, before it has a name in GraphQL. */
export interface DescribedColumn {
  readonly name: string;
  /** The type in the service's own words, e.g. `numeric(10,2)`. */
  readonly remoteType: string | null;
  /** The type that ClickHouse's engine table declares for the column. */
  readonly clickhouseType: string;
  readonly scalar: ScalarName;
  /** True when the column holds a list of `scalar` values (one dimension; elements may be null). */
  readonly list: boolean;
  readonly nullable: boolean;
  readonly description: string | null;
  /**
   * The connector's own word for how the column is read, compared and printed, e.g. PostgreSQL's
   * `timestamptz`. Only the connector of the service interprets it.
   */
  readonly encoding: string;
  /**
   * Present when the path of an object tells the value, so that a filter on it keeps other objects
   * from being fetched.
   */
  readonly isOfPath?: true;
}

export interface RemoteColumn extends DescribedColumn {
  /** Its name in GraphQL: unique in its table, stable from the moment the table is exposed. */
  readonly fieldName: string;
}

export interface ForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly toSchema: string;
  readonly toTable: string;
  readonly toColumns: readonly string[];
}

/** Where a remote table is in its service. */
export interface RemoteObject {
  /** The service's own database, not ClickHouse's. */
  readonly database: string;
  readonly schema: string;
  /** The table's name; for objects of a store the path below the service's address, with globs. */
  readonly table: string;
  /** The ClickHouse format of the objects; absent where tables are no objects. */
  readonly format?: string;
}

/** What the service says of one of its tables. */
export interface DescribedTable {
  readonly remote: RemoteObject;
  readonly kind: CatalogTableKind;
  readonly description: string | null;
  readonly columns: readonly DescribedColumn[];
  /** Column names in key order; empty when the table has none. */
  readonly primaryKey: readonly string[];
  /** Other unique keys over NOT NULL columns, each in key order. */
  readonly uniqueKeys: readonly (readonly string[])[];
  readonly foreignKeys: readonly ForeignKey[];
  /** Rows by the service's own statistics; null when it has none yet. */
  readonly rowEstimate: number | null;
}

/** A table that can be queried in the data API. */
export interface RemoteTable extends DescribedTable {
  readonly id: string;
  readonly serviceId: string;
  readonly integrationId: string;
  /** The database of ClickHouse in which its users see the table. */
  readonly database: string;
  readonly name: string;
  /** The ClickHouse table or database engine that reads it, e.g. `PostgreSQL`. */
  readonly engine: string;
  /**
   * The engine table that the gateway reads, which declares exact types and has a pool of
   * connections. With MANAGED_CREDENTIALS it is the table that users see.
   */
  readonly reader: { readonly database: string; readonly name: string };
  readonly columns: readonly RemoteColumn[];
  /** What fills the table, where ClickHouse keeps its rows. Absent: the rows are in the service. */
  readonly feed?: TopicFeed;
  /**
   * True when a refresh was begun, so that the reader may have other columns than this record.
   * Absent: it has the same.
   */
  readonly readerStale?: boolean;
  /** When the columns were last read again, RFC 3339, UTC. Absent: they never were. */
  readonly refreshedAt?: string;
  /** What the last refresh changed, one sentence for each change. */
  readonly changes?: readonly string[];
  /** The root field of the list in the data API. */
  readonly fieldName: string;
  readonly typeName: string;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
}

export type RelationshipKind = 'OBJECT' | 'ARRAY';

/** An edge between two remote tables, seen from one side. */
export interface Relationship {
  readonly id: string;
  /** The field name on the type of `fromTableId`. */
  readonly name: string;
  readonly kind: RelationshipKind;
  readonly fromTableId: string;
  readonly toTableId: string;
  readonly columns: readonly ColumnPair[];
  /** True when a foreign key of the service tells of it, false when it was declared. */
  readonly discovered: boolean;
}

/** What values of two columns with different scalars may be turned into, to be compared. */
export type KeyCast = 'STRING';

/** The names of two remote columns whose values must be equal. Null is equal to nothing. */
export interface ColumnPair {
  readonly from: string;
  readonly to: string;
  /** Absent: the values compare as they are. */
  readonly castTo?: KeyCast;
}

/** A relationship that a caller declared, as the registry keeps it. */
export interface DeclaredRelationship extends Omit<Relationship, 'discovered'> {
  /** RFC 3339, UTC. */
  readonly createdAt: string;
}
