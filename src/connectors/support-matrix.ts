import type { ServiceType } from '../model/service';
import { CONNECTORS } from './list';

/** Which integrations a service type has, in the product as designed; `isBuilt` says what this version has of it. */
export interface IntegrationSupport {
  readonly serviceType: ServiceType;
  /** Any DATA_SOURCE integration at all. */
  readonly dataSource: boolean;
  readonly managedDatabases: boolean;
  readonly managedCredentials: boolean;
}

export const SUPPORT_MATRIX: readonly IntegrationSupport[] = [
  { serviceType: 'POSTGRESQL', dataSource: true, managedDatabases: true, managedCredentials: true },
  { serviceType: 'MYSQL', dataSource: true, managedDatabases: false, managedCredentials: true },
  { serviceType: 'KAFKA', dataSource: true, managedDatabases: true, managedCredentials: false },
  { serviceType: 'CLICKHOUSE', dataSource: true, managedDatabases: false, managedCredentials: true },
  { serviceType: 'S3', dataSource: true, managedDatabases: false, managedCredentials: true },
  { serviceType: 'AZURE_BLOB_STORAGE', dataSource: true, managedDatabases: false, managedCredentials: true },
];

/** True when this version has a connector for the type. */
export function isBuilt(type: ServiceType): boolean {
  return CONNECTORS.has(type);
}
