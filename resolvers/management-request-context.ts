import type { ManagementContext } from '../src/management/context/management-context';
import type { Explain } from '../src/reading/request/explanation';
import type { RequestContext } from '../src/reading/request/request-context';

/** The GraphQL context value of a schema that has the management API. */
export interface ManagementRequestContext extends RequestContext {
  readonly management: ManagementContext;
  readonly explain: Explain;
}
