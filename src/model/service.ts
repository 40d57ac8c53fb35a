/** The types of data systems, each with the words that the API describes it with. */
export const SERVICE_TYPE_TEXTS = {
  POSTGRESQL: 'PostgreSQL 12 or later.',
  MYSQL: 'MySQL or MariaDB.',
  KAFKA: 'Apache Kafka.',
  CLICKHOUSE: 'Another ClickHouse, read over its secure native port.',
  S3: 'A bucket of Amazon S3, or of a store that speaks its protocol.',
  AZURE_BLOB_STORAGE: 'A container of Azure Blob Storage.',
} as const;
export type ServiceType = keyof typeof SERVICE_TYPE_TEXTS;
export const SERVICE_TYPES = Object.keys(SERVICE_TYPE_TEXTS) as readonly ServiceType[];

/**
 * The member of CreateServiceInput that holds the address of a type: its name in camel case, e.g.
 * `azureBlobStorage`.
 */
export function addressMember(type: ServiceType): string {
  return type.toLowerCase().replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());
}

/**
 * Where a service runs. A MANAGED one runs on the same platform as ClickHouse. An EXTERNAL one is
 * anyone else's, and the host allow-list applies to it.
 */
export type ServiceLocation = 'MANAGED' | 'EXTERNAL';

/** The address fields of a service, as its connector parsed them. They hold no secret. */
export type ServiceAddress = Readonly<
  Record<string, string | number | boolean | readonly string[] | null>
>;

/** A data system that can be integrated, as the registry keeps it. It holds no secret. */
export interface Service {
  readonly id: string;
  /** A unique name by the rule of Aiven's service names: `^[a-z][-a-z0-9]{0,63}$`. */
  readonly name: string;
  readonly type: ServiceType;
  readonly location: ServiceLocation;
  readonly address: ServiceAddress;
  /**
   * The address that is being tried, which the named collection may hold already. Absent when none
   * is being tried.
   */
  readonly nextAddress?: ServiceAddress;
  /**
   * True when credentials are being tried in a named collection of their own, which has to be
   * dropped afterwards. Absent: none are being tried.
   */
  readonly isProbing?: boolean;
  /**
   * The names of accounts that the gateway created on the service and has not dropped again.
   * Absent: there are none.
   */
  readonly accounts?: readonly string[];
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}
