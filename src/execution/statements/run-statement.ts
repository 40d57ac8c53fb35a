import { randomUUID } from 'node:crypto';
import type { ClickHouse, ClickHouseSession } from '../../clickhouse/clickhouse';
import { GatewayError } from '../../errors/gateway-error';
import {
  sharesOf,
  type PlannedStatement,
  type SourceShare,
} from '../../planning/plan/planned-statement';
import { acquireConnections } from '../connections/acquire-connections';
import type { ConnectionPermits } from '../connections/connection-permits';
import type { WarmTables } from '../warm-queries/warm-tables';
import { namingServices } from './naming-services';
import { overBudgetIn } from './over-budget';
import { RawJson } from '../../model/raw-json';

export interface ExecutionLimits {
  /** From the arrival of the field to its answer, waiting for a slot included. */
  readonly timeoutMs: number;
  readonly maxResultRows: number;
  readonly maxResultBytes: number;
}

export interface ExecutionContext {
  readonly clickhouse: ClickHouse;
  readonly limits: ExecutionLimits;
  readonly connections: ConnectionPermits;
  /** Absent: no connection of a passthrough query is kept. */
  readonly warmTables?: WarmTables;
}

/** What a statement cost, for `extensions.plan`. */
export interface StatementCost {
  readonly rows: number;
  readonly bytes: number;
  readonly answerRows: number;
  readonly clickhouseMs: number;
  readonly totalMs: number;
}

export interface AnsweredStatement {
  readonly answer: RawJson;
  /** As they were printed, or as ClickHouse counts them where not all of them have been read. */
  readonly answerBytes: number;
  readonly cost: StatementCost;
}

const CANCEL_TIMEOUT_MS = 5_000;
const JSON_NULL = Buffer.from('null');
const LINE_FEED = 0x0a;

/** In a session of ClickHouse, which runs one statement at a time; or, without one, what may be left of a long answer to be read by others. */
export type StatementRun =
  { readonly session: ClickHouseSession } | { readonly mayStream?: boolean };

/** Runs one planned statement. Bytes come as ClickHouse printed them. @throws GatewayError, with the service's name in its details */
export async function runStatement(
  plan: PlannedStatement,
  signal: AbortSignal,
  context: ExecutionContext,
  run: StatementRun = {},
): Promise<AnsweredStatement> {
  const startedAt = performance.now();
  const { clickhouse, limits, connections } = context;
  try {
    const release = await acquireConnections(sharesOf(plan), connections, {
      signal,
      timeoutMs: limits.timeoutMs,
    });
    const queryId = randomUUID();
    let givenUp: Promise<void> | undefined;
    try {
      const timeoutMs = Math.max(1, limits.timeoutMs - (performance.now() - startedAt));
      const printed = await clickhouse.segments(plan.statement, {
        settings: { ...plan.settings, ...limitSettings(limits) },
        timeoutMs,
        signal,
        queryId,
        ...run,
      });
      const cost: StatementCost = {
        rows: printed.readRows,
        bytes: printed.readBytes,
        answerRows: printed.resultRows,
        clickhouseMs: printed.elapsedNs / 1e6,
        totalMs: performance.now() - startedAt,
      };
      const printedAs = new RawJson(printed.segments, printed.rest);
      const answer = plan.body === 'OBJECT' ? new RawJson(toObject(printedAs.body)) : printedAs;
      return {
        answer,
        answerBytes: answer.rest === null ? answer.length : printed.resultBytes,
        cost,
      };
    } catch (error) {
      // It may be at work in the service, or wait for one that hangs, and holds its connections meanwhile.
      if (isGivenUp(error, signal))
        givenUp = endInServices(plan, clickhouse).then(() => clickhouse.ended(queryId));
      throw error;
    } finally {
      release(givenUp);
    }
  } catch (error) {
    throw (
      overBudgetIn(plan, error) ??
      namingServices(
        error,
        sharesOf(plan).map((share) => share.service),
      )
    );
  }
}

/** JSONEachRow ends each row with a line feed. */
function toObject(body: Buffer): Buffer {
  if (body.length === 0) return JSON_NULL;
  return body.at(-1) === LINE_FEED ? body.subarray(0, -1) : body;
}

/** Our time ran out, or nobody waits any more: the service may still be at work. */
function isGivenUp(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted || (error instanceof GatewayError && error.code === 'SERVICE_TIMEOUT');
}

/** Never fails: a service that does not listen ends the statement by its own limit, or when it has an answer. */
async function endInServices(plan: PlannedStatement, clickhouse: ClickHouse): Promise<void> {
  await Promise.all(
    sharesOf(plan).map(async ({ cancel }: SourceShare) => {
      if (cancel === null || cancel === undefined) return;
      await clickhouse.bytes(cancel, { timeoutMs: CANCEL_TIMEOUT_MS }).catch(() => undefined);
    }),
  );
}

function limitSettings(limits: ExecutionLimits): Readonly<Record<string, string | number>> {
  return {
    max_result_rows: limits.maxResultRows,
    max_result_bytes: limits.maxResultBytes,
    result_overflow_mode: 'throw',
  };
}
