import type { Connector } from '../connectors/connector';
import { GatewayError } from '../errors/gateway-error';
import { reportPlan } from '../execution/plan-report';
import { runStatement, type ExecutionContext } from '../execution/run-statement';
import type { DataRequest } from '../model/query';
import type { ServiceType } from '../model/service';
import { planRequest } from '../planning/plan-request';
import type { PlanningContext } from '../planning/planning-context';
import type { RegistrySnapshot } from '../registry/snapshot';
import { assertNotPaused } from './assert-not-paused';
import type { ReadData } from './data-fields';

export interface DataReaderOptions {
  readonly execution: ExecutionContext;
  readonly connectorFor: (type: ServiceType) => Connector;
  /** ClickHouse has passthrough queries, and the operator did not switch them off. */
  readonly passthrough: boolean;
}

/** Plans and runs data requests against the tables of one snapshot. */
export function createDataReader(snapshot: RegistrySnapshot, options: DataReaderOptions): ReadData {
  return async (request, context) => {
    assertNotPaused(request.rows, snapshot);
    const plan = planRequest(request, planningContext(request, snapshot, options));
    // In the order of the fields, and there also when the statement fails.
    const place = context.planRequested ? context.plans.push(reportPlan(request.field, plan, null)) - 1 : null;
    const { answer, cost } = await runStatement(plan, context.signal, options.execution);
    if (place !== null) context.plans[place] = reportPlan(request.field, plan, cost);
    return answer;
  };
}

function planningContext(request: DataRequest, snapshot: RegistrySnapshot, options: DataReaderOptions): PlanningContext {
  const { table } = request.rows;
  const service = snapshot.service(table.serviceId);
  const integration = snapshot.integration(table.integrationId);
  if (service === undefined || integration === undefined) {
    throw new GatewayError('INTERNAL', `The remote table ${table.id} has lost its integration.`);
  }
  return {
    service,
    connector: options.connectorFor(service.type),
    collection: integration.namedCollection,
    passthrough: options.passthrough,
  };
}
