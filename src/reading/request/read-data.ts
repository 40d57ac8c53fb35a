import type { RawJson } from '../../model/raw-json';
import type { DataRequest } from '../../model/selection/data-request';
import type { RequestContext } from './request-context';

/**
 * Reads what a data field asks for.
 * @param mayStream nobody looks into the answer, and a rest of a long one may be left
 * @throws GatewayError
 */
export type ReadData = (
  request: DataRequest,
  context: RequestContext,
  mayStream?: boolean,
) => Promise<RawJson>;
