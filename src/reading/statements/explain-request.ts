import { explainRead } from '../../planning/explain-read';
import type { ReadScope, ReadSteps } from '../../planning/plan/read-steps';
import { RawJson } from '../../model/raw-json';
import type { DataRequest } from '../../model/selection/data-request';
import { reportPlan } from '../request/plan-report';
import type { RequestContext } from '../request/request-context';

const EMPTY_LIST = Buffer.from('[]');
const EMPTY_OBJECT = Buffer.from('{}');
const NULL = Buffer.from('null');

/**
 * Adds the statements of a plan to the plans of the request, and runs none of them.
 * @returns an answer without rows, in the place of that of the request
 * @throws GatewayError where the planner refuses a statement
 */
export function explainRequest(
  plan: ReadSteps,
  request: DataRequest,
  context: RequestContext,
  scope: ReadScope,
): RawJson {
  context.plans.push(...explainRead(plan, scope).map((statement) => reportPlan(statement, null)));
  if (request.result === 'LIST') return new RawJson(EMPTY_LIST);
  return new RawJson(request.kind === 'groups' ? EMPTY_OBJECT : NULL);
}
