/**
 * Every kind of data system of the contract, built or not, in the words of the API. Which are built
 * is decided by `connectors/list.ts`. The address of a type is the member of CreateServiceInput
 * with its name in camel case.
 */
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

/** The member of CreateServiceInput that holds the address of a type: `azureBlobStorage`. */
export function addressMember(type: ServiceType): string {
  return type.toLowerCase().replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());
}

/**
 * MANAGED: run on the same platform as ClickHouse. EXTERNAL: anyone else's, subject to the host
 * allow-list.
 */
export const SERVICE_LOCATIONS = ['MANAGED', 'EXTERNAL'] as const;
export type ServiceLocation = (typeof SERVICE_LOCATIONS)[number];

/** The address fields of one service type, as its connector parsed them. Holds no secret. */
export type ServiceAddress = Readonly<
  Record<string, string | number | boolean | readonly string[] | null>
>;

/** A data system that can be integrated. Kept in the registry; holds no secret. */
export interface Service {
  readonly id: string;
  /** Unique; `^[a-z][-a-z0-9]{0,63}$` (the rule of Aiven service names). */
  readonly name: string;
  readonly type: ServiceType;
  readonly location: ServiceLocation;
  readonly address: ServiceAddress;
  /**
   * The address that is being tried: the named collection may hold it already. Absent when none is.
   */
  readonly nextAddress?: ServiceAddress;
  /**
   * Credentials are being tried in a named collection of their own, which is to be dropped. Absent:
   * none are.
   */
  readonly isProbing?: boolean;
  /**
   * Names of the accounts that the gateway created on the service and did not drop again. Absent:
   * none.
   */
  readonly accounts?: readonly string[];
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}
