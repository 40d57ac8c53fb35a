import type { ExecutionContext } from '../../execution/warm-queries/run-warm-or-plain';
import { planRead } from '../../planning/plan-read';
import type { RawJson } from '../../model/raw-json';
import type { DataRequest } from '../../model/selection/data-request';
import { randomMark } from '../../util/random-mark';
import type { RequestContext } from '../request/request-context';
import { explainRequest } from './explain-request';
import type { PlanningContexts } from './planning-contexts';
import { runRead } from './run-read';
import { runStatements } from './run-statements';

/** What the requests of one moment are read with. */
export interface ReadingTools {
  readonly contexts: PlanningContexts;
  readonly execution: ExecutionContext;
  /** Keys that are sent to a service as literals, at most. */
  readonly maxKeys: number;
}

const EMPTY_LIST = Buffer.from('[]');
const NULL = Buffer.from('null');

/**
 * Plans a request and runs its statements, or explains them where the request is not to be run.
 * @param mayStream nobody looks into the answer, and a rest of a long one may be left
 * @throws GatewayError
 */
export async function readRequest(
  request: DataRequest,
  context: RequestContext,
  { contexts, execution, maxKeys }: ReadingTools,
  mayStream = false,
): Promise<RawJson> {
  const mark = randomMark();
  const contextOf = contexts.for(context, mark);
  const scope = { contextOf, mark, maxKeys };
  const plan = planRead(request, scope);
  if (context.isExplained === true) return explainRequest(plan, request, context, scope);
  return runStatements(context, execution, contextOf, (run) =>
    runRead(
      plan,
      { scope, maxBytes: execution.limits.maxResultBytes, run },
      request.result === 'ONE' ? NULL : EMPTY_LIST,
      mayStream && request.result === 'LIST',
    ),
  );
}
