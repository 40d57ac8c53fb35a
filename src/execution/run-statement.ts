import { randomUUID } from 'node:crypto';
import type { ClickHouse } from '../clickhouse/clickhouse';
import { GatewayError } from '../errors/gateway-error';
import type { PlannedStatement } from '../planning/plan';
import type { ConnectionSlots } from './connection-slots';
import { RawJson } from './raw-json';

export interface ExecutionLimits {
  /** From the arrival of the field to its answer, waiting for a slot included. */
  readonly timeoutMs: number;
  readonly maxResultRows: number;
  readonly maxResultBytes: number;
}

export interface ExecutionContext {
  readonly clickhouse: ClickHouse;
  readonly limits: ExecutionLimits;
  readonly slots: ConnectionSlots;
}

/** What a statement cost, for `extensions.plan`. */
export interface StatementCost {
  readonly rows: number;
  readonly bytes: number;
  readonly clickhouseMs: number;
  readonly totalMs: number;
}

const CANCEL_TIMEOUT_MS = 5_000;
const JSON_NULL = Buffer.from('null');

/** Runs one planned statement. Bytes come as ClickHouse printed them. @throws GatewayError, with the service's name in its details */
export async function runStatement(plan: PlannedStatement, signal: AbortSignal, context: ExecutionContext): Promise<{ answer: RawJson; cost: StatementCost }> {
  const startedAt = performance.now();
  const { clickhouse, limits, slots } = context;
  try {
    const release = await slots.acquire(plan.service, plan.connections, { signal, timeoutMs: limits.timeoutMs });
    const queryId = randomUUID();
    let givenUp: Promise<void> | undefined;
    try {
      const timeoutMs = Math.max(1, limits.timeoutMs - (performance.now() - startedAt));
      const bytes = await clickhouse.bytes(plan.statement, { settings: { ...plan.settings, ...limitSettings(limits) }, timeoutMs, signal, queryId });
      const cost: StatementCost = {
        rows: bytes.readRows,
        bytes: bytes.readBytes,
        clickhouseMs: bytes.elapsedNs / 1e6,
        totalMs: performance.now() - startedAt,
      };
      return { answer: new RawJson(plan.body === 'OBJECT' && bytes.body.length === 0 ? JSON_NULL : bytes.body), cost };
    } catch (error) {
      // It may be at work in the service, or wait for one that hangs, and holds its connections meanwhile.
      if (isGivenUp(error, signal)) givenUp = endInService(plan, clickhouse).then(() => clickhouse.ended(queryId));
      throw error;
    } finally {
      release(givenUp);
    }
  } catch (error) {
    throw namingService(error, plan.service);
  }
}

/** Our time ran out, or nobody waits any more: the service may still be at work. */
function isGivenUp(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted || (error instanceof GatewayError && error.code === 'SERVICE_TIMEOUT');
}

/** Never fails: a service that does not listen ends the statement by its own limit, or when it has an answer. */
async function endInService({ cancel }: PlannedStatement, clickhouse: ClickHouse): Promise<void> {
  if (cancel === null || cancel === undefined) return;
  await clickhouse.bytes(cancel, { timeoutMs: CANCEL_TIMEOUT_MS }).catch(() => undefined);
}

function limitSettings(limits: ExecutionLimits): Readonly<Record<string, string | number>> {
  return { max_result_rows: limits.maxResultRows, max_result_bytes: limits.maxResultBytes, result_overflow_mode: 'throw' };
}

/** The service is asked over what its integrations made in ClickHouse; somebody else may have dropped it. https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp */
const MISSING_OBJECTS: ReadonlyMap<unknown, (service: string) => string> = new Map([
  [60, (service) => `A table that the gateway reads the service "${service}" with is gone from ClickHouse. resumeIntegration makes it again.`], // UNKNOWN_TABLE
  [81, (service) => `A database that an integration of the service "${service}" made is gone from ClickHouse. resumeIntegration makes it again.`], // UNKNOWN_DATABASE
  [669, (service) => `The named collection of the service "${service}", and with it the credentials, is gone from ClickHouse. Give them again, with rotateCredentials.`], // NAMED_COLLECTION_DOESNT_EXIST
]);

function namingService(error: unknown, service: string): unknown {
  if (!(error instanceof GatewayError)) return error;
  const missing = error.code === 'CLICKHOUSE_QUERY_FAILED' ? MISSING_OBJECTS.get(error.details['clickhouseCode']) : undefined;
  if (missing !== undefined) return new GatewayError('CLICKHOUSE_OBJECT_MISSING', missing(service), { details: { service }, cause: error.cause });
  return new GatewayError(error.code, forService(error, service), { details: { ...error.details, service }, cause: error.cause });
}

/** The border's message knows no service; what concerns one names it. */
function forService(error: GatewayError, service: string): string {
  if (error.code === 'SERVICE_UNREACHABLE') return `The service "${service}" cannot be reached: it is down, or refuses its stored credentials.`;
  if (error.code === 'SERVICE_QUERY_FAILED') return `The service "${service}" could not run the query: its table may have changed since it was exposed, or a permission is missing.`;
  if (error.code === 'SERVICE_TIMEOUT') return `The service "${service}" did not answer in time.`;
  return error.message;
}
