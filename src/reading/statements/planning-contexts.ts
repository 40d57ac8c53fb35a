import type { PlanningContext } from '../../planning/plan/planning-context';
import type { ScanBudget } from '../../planning/plan/scan-budget';
import type { RegistrySnapshot } from '../../registry/snapshot';
import { sourceVersion } from '../../registry/source-version';
import type { Connector } from '../../connectors/contract/connector';
import type { RemoteTable } from '../../model/remote-table';
import type { ServiceType } from '../../model/service';
import { GatewayError } from '../../errors/gateway-error';
import type { RequestContext } from '../request/request-context';

export interface PlanningOptions {
  readonly connectorFor: (type: ServiceType) => Connector;
  /** ClickHouse has passthrough queries, and the operator did not switch them off. */
  readonly passthrough: boolean;
  /** ClickHouse asks for TimeZone UTC in the sessions that it opens in services. */
  readonly utcSessions: boolean;
  /** What one request may pull from one service beyond what it answers. */
  readonly scanBudget: ScanBudget;
  /** The longest silence of a service on a connection that is kept warm; null where none is. */
  readonly warmReadTimeoutMs: number | null;
}

/** What planning knows of the service of each table. */
export interface PlanningContexts {
  /** For any request, without a mark and without a budget. @throws GatewayError INTERNAL */
  readonly of: (table: RemoteTable) => PlanningContext;
  /** For the statements of one reading, which are known by `mark` in services. */
  readonly for: (request: RequestContext, mark: string) => (table: RemoteTable) => PlanningContext;
}

/** The planning contexts of one moment. */
export function planningContexts(
  snapshot: RegistrySnapshot,
  options: PlanningOptions,
): PlanningContexts {
  const of = (table: RemoteTable): PlanningContext => contextOf(table, snapshot, options);
  return {
    of,
    for: ({ dangerouslyAllowFullScan }, mark) => {
      const limited = dangerouslyAllowFullScan === true ? {} : { budget: options.scanBudget };
      return (table) => ({ ...of(table), mark, ...limited });
    },
  };
}

function contextOf(
  table: RemoteTable,
  snapshot: RegistrySnapshot,
  { connectorFor, passthrough, utcSessions, warmReadTimeoutMs }: PlanningOptions,
): PlanningContext {
  const service = snapshot.service(table.serviceId);
  const integration = snapshot.integration(table.integrationId);
  if (service === undefined || integration === undefined)
    throw new GatewayError('INTERNAL', `The remote table ${table.id} has lost its integration.`);
  const context = {
    service,
    queries: connectorFor(service.type).queries,
    collection: integration.namedCollection,
    passthrough,
    utcSessions,
  };
  if (warmReadTimeoutMs === null) return context;
  const version = sourceVersion(service, integration);
  return { ...context, warmQueries: { version, readTimeoutMs: warmReadTimeoutMs } };
}
