import { SERVICE_TYPES, type ServiceType } from '../model/service';
import type { Connector } from './contract/connector';
import { CONNECTORS } from './list';

/** Which integrations a service type has. */
export interface IntegrationSupport {
  readonly serviceType: ServiceType;
  /** Any DATA_SOURCE integration at all. */
  readonly dataSource: boolean;
  readonly managedDatabases: boolean;
  readonly managedCredentials: boolean;
}

export const SUPPORT_MATRIX: readonly IntegrationSupport[] = SERVICE_TYPES.map((serviceType) => ({
  serviceType,
  dataSource: true,
  ...modesOf(CONNECTORS.get(serviceType)),
}));

/** A mode that is missing is an absent member of the connector. */
function modesOf(
  connector: Connector | undefined,
): Pick<IntegrationSupport, 'managedDatabases' | 'managedCredentials'> {
  const { databaseEngine, feeds, reader } = connector?.storage ?? {};
  return {
    managedDatabases: databaseEngine !== undefined || feeds !== undefined,
    managedCredentials: reader !== undefined,
  };
}
