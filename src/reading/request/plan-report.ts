import type { StatementCost } from '../../execution/statements/run-statement';
import { sumEstimates } from '../../planning/budget/estimate';
import type { Estimate } from '../../planning/plan/estimate';
import {
  sharesOf,
  type PlannedStatement,
  type SourceShare,
  type Strategy,
} from '../../planning/plan/planned-statement';

/** What a statement asked of one service. */
interface SourceReport
  extends Pick<SourceShare, 'service' | 'strategy' | 'received' | 'pushed'>, EstimateReport {}

/**
 * Rows and bytes that are pulled at most, as far as statistics, keys and limits tell; null:
 * unknown.
 */
interface EstimateReport {
  readonly estimatedRows: number | null;
  readonly estimatedBytes: number | null;
}

/** One statement in `extensions.plan`. Literals stand in it: administrators only. */
export interface PlanReport extends EstimateReport {
  /** The response path of the field it answered, e.g. `shopCustomer`. */
  readonly field: string;
  readonly service: string;
  readonly strategy: Strategy;
  readonly why: string;
  /**
   * What ClickHouse was sent; ahead of it the declaration of a table of its session, which it was
   * sent once.
   */
  readonly clickhouse: string;
  /** What the service was asked, in its own SQL. */
  readonly received: readonly string[];
  readonly pushed: readonly string[];
  readonly remaining: readonly string[];
  /** Each service that it read, where they are several; the first is `service`. */
  readonly sources?: readonly SourceReport[];
  /** The fields of this plan whose statements find the keys that stand in it. */
  readonly keysFrom: readonly string[];
  /**
   * Rows that ClickHouse read. Null, as all that it cost, when the statement failed or was not run.
   */
  readonly rows: number | null;
  readonly bytes: number | null;
  /** Rows that it answered. */
  readonly answerRows: number | null;
  readonly clickhouseMs: number | null;
  readonly totalMs: number | null;
}

/** A statement, and where it stands in the plan. */
export interface ReportedStatement {
  readonly field: string;
  readonly keysFrom: readonly string[];
  readonly plan: PlannedStatement;
}

const NO_COST = { rows: null, bytes: null, answerRows: null, clickhouseMs: null, totalMs: null };

/**
 * A statement as `extensions.plan` shows it.
 * @param cost null where it has not been run, or failed
 */
export function reportPlan(
  { field, keysFrom, plan }: ReportedStatement,
  cost: StatementCost | null,
): PlanReport {
  const { service, strategy, why, received, pushed, remaining } = plan;
  const shares = sharesOf(plan);
  const clickhouse =
    plan.declaration === undefined
      ? plan.statement.text
      : `${plan.declaration.text};\n${plan.statement.text}`;
  const sources = plan.others === undefined ? {} : { sources: shares.map(reportSource) };
  const estimated = reportEstimate(sumEstimates(shares.map(({ estimate }) => estimate)));
  return {
    field,
    service,
    strategy,
    why,
    clickhouse,
    received,
    pushed,
    remaining,
    ...sources,
    keysFrom,
    ...estimated,
    ...(cost ?? NO_COST),
  };
}

function reportSource({
  service,
  strategy,
  received,
  pushed,
  estimate,
}: SourceShare): SourceReport {
  return { service, strategy, received, pushed, ...reportEstimate(estimate) };
}

function reportEstimate({ rows, bytes }: Estimate): EstimateReport {
  return { estimatedRows: rows, estimatedBytes: bytes };
}
