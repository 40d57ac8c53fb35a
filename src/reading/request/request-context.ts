import type { PlanReport } from './plan-report';
import type { RequestUsage } from './request-usage';

/**
 * ADMIN: everything. READER: data queries. ANONYMOUS: data queries, and only where the operator
 * allows it.
 */
type CallerRole = 'ADMIN' | 'READER' | 'ANONYMOUS';

export interface Caller {
  readonly role: CallerRole;
}

/** The GraphQL context value: what resolvers may know about the request they work for. */
export interface RequestContext {
  readonly caller: Caller;
  /** Also in the response header `x-request-id`, in the log and in messages of internal errors. */
  readonly requestId: string;
  /** Aborted when the client goes away before the response is complete. */
  readonly signal: AbortSignal;
  /** The caller is an admin and sent `Tributary-Plan: 1`. */
  readonly planRequested: boolean;
  /** The caller is an admin and sent `Tributary-Dangerously-Allow-Full-Scan: 1`. Absent: no. */
  readonly dangerouslyAllowFullScan?: boolean;
  /** Data fields plan what they would run, and run nothing. Absent: no. */
  readonly isExplained?: boolean;
  /** Data resolvers add what they ran; becomes `extensions.plan` when it was requested. */
  readonly plans: PlanReport[];
  /** What its statements have answered and pulled so far, of all its data fields together. */
  readonly usage: RequestUsage;
}
