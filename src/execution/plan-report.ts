import type { PlannedStatement, Strategy } from '../planning/plan';
import type { StatementCost } from './run-statement';

/** One statement in `extensions.plan`. Literals stand in it: administrators only. */
export interface PlanReport {
  /** The response path of the field it answered, e.g. `shopCustomer`. */
  readonly field: string;
  readonly service: string;
  readonly strategy: Strategy;
  readonly why: string;
  /** What ClickHouse was sent. */
  readonly clickhouse: string;
  /** What the service was asked, in its own SQL. */
  readonly received: readonly string[];
  readonly pushed: readonly string[];
  readonly remaining: readonly string[];
  /** What it cost; null when the statement failed. */
  readonly rows: number | null;
  readonly bytes: number | null;
  readonly clickhouseMs: number | null;
  readonly totalMs: number | null;
}

const NO_COST = { rows: null, bytes: null, clickhouseMs: null, totalMs: null };

export function reportPlan(field: string, plan: PlannedStatement, cost: StatementCost | null): PlanReport {
  const { service, strategy, why, received, pushed, remaining } = plan;
  return { field, service, strategy, why, clickhouse: plan.statement.text, received, pushed, remaining, ...(cost ?? NO_COST) };
}
