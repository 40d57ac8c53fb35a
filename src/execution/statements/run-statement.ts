import { randomUUID } from 'node:crypto';
import { sharesOf, type PlannedStatement } from '../../planning/plan/planned-statement';
import type { ClickHouse, ClickHouseSession, StatementSegments } from '../../clickhouse/clickhouse';
import { RawJson } from '../../model/raw-json';
import { GatewayError } from '../../errors/gateway-error';
import { acquireConnections } from '../connections/acquire-connections';
import type { ConnectionPermits } from '../connections/connection-permits';
import { namingServices } from './naming-services';
import { overBudgetIn } from './over-budget';

export interface ExecutionLimits {
  /**
   * From the arrival of the field to its answer, the time in which connections are waited for
   * included.
   */
  readonly timeoutMs: number;
  readonly maxResultRows: number;
  readonly maxResultBytes: number;
}

/** What a statement is run with. */
export interface StatementContext {
  readonly clickhouse: ClickHouse;
  readonly limits: ExecutionLimits;
  readonly connections: ConnectionPermits;
}

/** What a statement cost, for `extensions.plan`. */
export interface StatementCost {
  /** Rows that ClickHouse read, from services and of its own. */
  readonly rows: number;
  readonly bytes: number;
  readonly answerRows: number;
  readonly clickhouseMs: number;
  readonly totalMs: number;
}

export interface AnsweredStatement {
  readonly answer: RawJson;
  /**
   * Bytes as they were printed, or as ClickHouse counts them where not all of them have been read.
   */
  readonly answerBytes: number;
  readonly cost: StatementCost;
}

/**
 * In a session of ClickHouse, which runs one statement at a time; or without one, where a rest of a
 * long answer may be left.
 */
export type StatementRun =
  { readonly session: ClickHouseSession } | { readonly mayStream?: boolean };

const CANCEL_TIMEOUT_MS = 5_000;
const JSON_NULL = Buffer.from('null');
const LINE_FEED = 0x0a;

/**
 * Runs one planned statement, over connections that it has to itself. Its bytes come as ClickHouse
 * printed them.
 * @throws GatewayError with the names of the services in its details; the signal's reason when it
 * aborts first
 */
export async function runStatement(
  plan: PlannedStatement,
  signal: AbortSignal,
  { clickhouse, limits, connections }: StatementContext,
  run: StatementRun = {},
): Promise<AnsweredStatement> {
  const startedAt = performance.now();
  const shares = sharesOf(plan);
  try {
    const wait = { signal, timeoutMs: limits.timeoutMs };
    const release = await acquireConnections(shares, connections, wait);
    const queryId = randomUUID();
    let givenUp: Promise<void> | undefined;
    try {
      const printed = await clickhouse.segments(plan.statement, {
        settings: { ...plan.settings, ...limitSettings(limits) },
        timeoutMs: Math.max(1, limits.timeoutMs - (performance.now() - startedAt)),
        signal,
        queryId,
        ...run,
      });
      return toAnswer(plan, printed, performance.now() - startedAt);
    } catch (error) {
      // The statement may be at work in the service, or wait for one that hangs: it holds its
      // connections until it ends.
      if (isGivenUp(error, signal))
        givenUp = endInServices(plan, clickhouse).then(() => clickhouse.ended(queryId));
      throw error;
    } finally {
      release(givenUp);
    }
  } catch (error) {
    const services = shares.map(({ service }) => service);
    throw overBudgetIn(plan, error) ?? namingServices(error, services);
  }
}

function toAnswer(
  plan: PlannedStatement,
  printed: StatementSegments,
  totalMs: number,
): AnsweredStatement {
  const body = new RawJson(printed.segments, printed.rest);
  const answer = plan.body === 'OBJECT' ? new RawJson(toObject(body.body)) : body;
  return {
    answer,
    answerBytes: answer.rest === null ? answer.length : printed.resultBytes,
    cost: {
      rows: printed.readRows,
      bytes: printed.readBytes,
      answerRows: printed.resultRows,
      clickhouseMs: printed.elapsedNs / 1e6,
      totalMs,
    },
  };
}

/** The one row of a body, or null. JSONEachRow ends each row with a line feed. */
function toObject(body: Buffer): Buffer {
  if (body.length === 0) return JSON_NULL;
  return body.at(-1) === LINE_FEED ? body.subarray(0, -1) : body;
}

/** The time ran out, or nobody waits any more: the service may still be at work. */
function isGivenUp(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted || (error instanceof GatewayError && error.code === 'SERVICE_TIMEOUT');
}

/**
 * Never fails: a service that does not listen ends the statement by its own limit, or when it has
 * an answer.
 */
async function endInServices(plan: PlannedStatement, clickhouse: ClickHouse): Promise<void> {
  await Promise.all(
    sharesOf(plan).map(async ({ cancel }) => {
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
