import type { Explain } from '../src/graph/explain';
import type { RequestContext } from '../src/graph/request-context';
import type { ManagementContext } from '../src/integrations/management-context';

/** The GraphQL context value of a schema that has the management API. */
export interface ManagementRequestContext extends RequestContext {
  readonly management: ManagementContext;
  readonly explain: Explain;
}
