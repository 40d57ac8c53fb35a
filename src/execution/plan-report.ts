import { sharesOf, type PlannedStatement, type SourceShare, type Strategy } from '../planning/plan';
import type { StatementCost } from './run-statement';

/** What a statement asked of one service. */
export type SourceReport = Pick<SourceShare, 'service' | 'strategy' | 'received' | 'pushed'>;

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
  /** Each service that it read, where they are several; the first is `service`. */
  readonly sources?: readonly SourceReport[];
  /** What it cost; null when the statement failed. */
  readonly rows: number | null;
  readonly bytes: number | null;
  readonly clickhouseMs: number | null;
  readonly totalMs: number | null;
}

const NO_COST = { rows: null, bytes: null, clickhouseMs: null, totalMs: null };

export function reportPlan(field: string, plan: PlannedStatement, cost: StatementCost | null): PlanReport {
  const { service, strategy, why, received, pushed, remaining } = plan;
  const sources = plan.others === undefined ? {} : { sources: sharesOf(plan).map(reportSource) };
  return { field, service, strategy, why, clickhouse: plan.statement.text, received, pushed, remaining, ...sources, ...(cost ?? NO_COST) };
}

function reportSource({ service, strategy, received, pushed }: SourceShare): SourceReport {
  return { service, strategy, received, pushed };
}
