import type { DataRequest } from '../model/selection/data-request';
import { planSteps } from './cross-service/plan-steps';
import type { ReadScope, ReadSteps } from './plan/read-steps';

/**
 * Plans how a request is read, whatever services its relationships lead to. The same input gives
 * the same plan.
 */
export function planRead(request: DataRequest, scope: ReadScope): ReadSteps {
  return planSteps(request.field, request, scope);
}
