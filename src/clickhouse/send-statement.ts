import type { Sql } from '../sql/sql';
import { GatewayError } from '../errors/gateway-error';
import type { ClassifyFailure } from '../errors/source-failure';
import { startDeadline } from '../util/deadline';
import { joinSegments } from '../util/join-segments';
import type { StatementOptions, StatementSegments, StatementSummary } from './clickhouse';
import type { HttpAnswer, HttpExchange } from './http/http-exchange';
import { renderStatementBody } from './http/statement-body';
import type { StreamPermits } from './http/stream-permits';
import { statementSettings, type StatementPurpose } from './statement-settings';
import { translateAbort, translateAnswer, translateFailure } from './translate-error';

const DEFAULT_TIMEOUT_MS = 30_000;

/** How statements get to a ClickHouse, and how their failures are told. */
export interface StatementWay {
  readonly exchange: HttpExchange;
  /** What failures of the services mean. Absent: ClickHouse's codes tell all there is to know. */
  readonly classify?: ClassifyFailure;
  /** Long answers may come as a beginning and a rest. Absent: every answer comes whole. */
  readonly permits?: StreamPermits;
}

/**
 * Runs one statement and returns the answer.
 * @throws GatewayError with a code that `ClickHouse` lists, or the reason that the caller's signal
 *   was aborted with, where that is a GatewayError
 */
export async function sendStatement(
  { exchange, classify, permits }: StatementWay,
  statement: Sql,
  purpose: StatementPurpose,
  options: StatementOptions,
): Promise<StatementSegments> {
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const deadline = startDeadline(timeoutMs, options.signal);
  try {
    deadline.signal.throwIfAborted();
    const { text, contentType } = renderStatementBody(statement, options.params);
    const answer = await exchange(
      {
        text,
        headers: {
          'Content-Type': contentType,
          ...(purpose === 'rows' ? { 'X-ClickHouse-Format': 'JSONEachRow' } : {}),
        },
        settings: statementSettings(purpose, { ...options, timeoutMs }),
        queryId: options.queryId,
      },
      deadline.signal,
      permits,
    );
    return acceptAnswer(answer, options.sensitive ?? false, classify);
  } catch (failure) {
    if (deadline.signal.aborted && !(failure instanceof GatewayError))
      throw translateAbort(deadline.expired(), options.signal?.reason);
    throw translateFailure(failure);
  } finally {
    deadline.clear();
  }
}

/** The answer of a statement that succeeded. @throws GatewayError when ClickHouse says it failed */
function acceptAnswer(
  { status, headers, segments, rest }: HttpAnswer,
  sensitive: boolean,
  classify: ClassifyFailure | undefined,
): StatementSegments {
  const clickhouseCode = Number(headers['x-clickhouse-exception-code'] ?? 0) || null;
  if (clickhouseCode !== null || status !== 200) {
    rest?.destroy();
    const text = joinSegments(segments).toString('utf8');
    throw translateAnswer({ clickhouseCode, httpStatus: status, text, sensitive }, classify);
  }
  return { segments, rest, ...parseSummary(String(headers['x-clickhouse-summary'] ?? '{}')) };
}

function parseSummary(text: string): StatementSummary {
  const summary = JSON.parse(text) as Readonly<Record<string, string>>;
  const count = (name: string): number => Number(summary[name] ?? 0);
  return {
    resultRows: count('result_rows'),
    resultBytes: count('result_bytes'),
    readRows: count('read_rows'),
    readBytes: count('read_bytes'),
    elapsedNs: count('elapsed_ns'),
  };
}
