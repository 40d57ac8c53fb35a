import { GatewayError } from '../errors/gateway-error';
import type { ClassifyFailure } from '../errors/source-failure';
import type { Sql } from '../sql/sql';
import { startDeadline } from '../util/deadline';
import { joinSegments } from '../util/join-segments';
import type {
  ClickHouseSession,
  StatementOptions,
  StatementSegments,
  StatementSummary,
} from './clickhouse';
import type { HttpAnswer, HttpExchange } from './http-exchange';
import { READ_SETTINGS, SESSION_SETTINGS } from './session-settings';
import { renderStatementBody } from './statement-body';
import type { StreamPlaces } from './stream-places';
import { translateAbort, translateAnswer, translateFailure } from './translate-error';

const DEFAULT_TIMEOUT_MS = 30_000;

/**
 * What a statement is run for: its effect, rows that we parse, or bytes in the FORMAT that it names
 * itself.
 */
export type StatementPurpose = 'effect' | 'rows' | 'bytes';

/** How statements get to a ClickHouse, and how its failures are told. */
export interface StatementWay {
  readonly exchange: HttpExchange;
  /** Absent: ClickHouse's codes tell all there is to know. */
  readonly classify?: ClassifyFailure;
  /** Long answers may come in a beginning and a rest. Absent: they come whole. */
  readonly streams?: StreamPlaces;
}

/** Runs one statement and returns the answer. @throws GatewayError */
export async function sendStatement(
  { exchange, classify, streams }: StatementWay,
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
        settings: settingsOf(purpose, { ...options, timeoutMs }),
        queryId: options.queryId,
      },
      deadline.signal,
      streams,
    );
    return readAnswer(answer, options.sensitive ?? false, classify);
  } catch (failure) {
    if (deadline.signal.aborted && !(failure instanceof GatewayError))
      throw translateAbort(deadline.expired(), options.signal?.reason);
    throw translateFailure(failure);
  } finally {
    deadline.clear();
  }
}

function settingsOf(
  purpose: StatementPurpose,
  options: StatementOptions & { readonly timeoutMs: number },
): Readonly<Record<string, string | number | boolean>> {
  return {
    ...SESSION_SETTINGS,
    ...(purpose === 'effect' ? {} : READ_SETTINGS),
    max_execution_time: options.timeoutMs / 1000,
    // Nothing interrupts a wait for MySQL but this, where the table or the named collection says
    // nothing else.
    external_storage_rw_timeout_sec: String(Math.ceil(options.timeoutMs / 1000) + 1),
    ...(options.session === undefined ? {} : sessionSettings(options.session)),
    ...options.settings,
  };
}

/** https://clickhouse.com/docs/interfaces/http#using-clickhouse-sessions-in-the-http-protocol */
function sessionSettings({
  id,
  idleSeconds,
  isNew,
}: ClickHouseSession): Readonly<Record<string, string | number>> {
  return { session_id: id, session_timeout: idleSeconds, session_check: isNew === true ? 0 : 1 };
}

function readAnswer(
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
  return { segments, rest, ...readSummary(String(headers['x-clickhouse-summary'] ?? '{}')) };
}

function readSummary(text: string): StatementSummary {
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
