import { SERVICE_TYPES, type ServiceType } from '../../model/service';
import type { Connector } from './connector';
import { CONNECTORS } from '../list';

/** Which integrations a service type has, in the product as designed; `isBuilt` says what this version has of it. */
export interface IntegrationSupport {
  readonly serviceType: ServiceType;
  /** Any DATA_SOURCE integration at all. */
  readonly dataSource: boolean;
  readonly managedDatabases: boolean;
  readonly managedCredentials: boolean;
}

type Modes = Pick<IntegrationSupport, 'managedDatabases' | 'managedCredentials'>;

/** Of types that are not built. */
const DESIGNED: Readonly<Partial<Record<ServiceType, Modes>>> = {
  CLICKHOUSE: { managedDatabases: false, managedCredentials: true },
};
const NONE: Modes = { managedDatabases: false, managedCredentials: false };

export const SUPPORT_MATRIX: readonly IntegrationSupport[] = SERVICE_TYPES.map((serviceType) => {
  const connector = CONNECTORS.get(serviceType);
  return {
    serviceType,
    dataSource: true,
    ...(DESIGNED[serviceType] ?? (connector === undefined ? NONE : modesOf(connector))),
  };
});

/** A mode that is missing is an absent method. */
function modesOf(connector: Connector): Modes {
  return {
    managedDatabases: connector.databaseEngine !== undefined || connector.feeds !== undefined,
    managedCredentials: connector.tableEngine !== undefined || connector.readerQuery !== undefined,
  };
}

/** True when this version has a connector for the type. */
export function isBuilt(type: ServiceType): boolean {
  return CONNECTORS.has(type);
}
