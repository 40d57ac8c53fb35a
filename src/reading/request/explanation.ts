import type { PlanReport } from './plan-report';
import type { RequestContext } from './request-context';

/** An operation that is not to be run. */
export interface OperationText {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Null: the only operation of the document. */
  readonly operationName: string | null;
}

/** A field that would fail before it has asked a service. */
export interface Refusal {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

export interface Explanation {
  readonly statements: readonly PlanReport[];
  readonly refusals: readonly Refusal[];
}

/**
 * Plans an operation without running any statement.
 * @throws GatewayError INVALID_INPUT, and what limits on operations throw
 */
export type Explain = (operation: OperationText, context: RequestContext) => Promise<Explanation>;
