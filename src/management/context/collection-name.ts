import type { Service } from '../../model/service';

/**
 * The ClickHouse named collection of a service, and the ordinary database that holds its reader
 * tables. The prefixes are Aiven's, reserved for integrations.
 */
export function collectionName(service: Pick<Service, 'name' | 'location'>): string {
  return `${service.location === 'MANAGED' ? 'service' : 'endpoint'}_${service.name}`;
}

/**
 * The ClickHouse database of one remote database and schema, e.g. `service_shop_defaultdb_public`.
 */
export function managedDatabaseName(
  service: Pick<Service, 'name' | 'location'>,
  remote: { readonly database: string; readonly schema: string },
): string {
  return `${collectionName(service)}_${remote.database}_${remote.schema}`;
}

/**
 * The named collection that lives only while credentials are tried. No service's own name has an
 * underscore.
 */
export function probeName(collection: string): string {
  return `${collection}__probe`;
}
