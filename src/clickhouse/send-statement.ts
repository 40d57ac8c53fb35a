import { addAbortSignal, type Readable } from 'node:stream';
import type { ClickHouseClient } from '@clickhouse/client';
import { GatewayError } from '../errors/gateway-error';
import type { Sql } from '../sql/sql';
import { startDeadline } from '../util/deadline';
import type { StatementBytes, StatementOptions } from './clickhouse';
import { READ_SETTINGS, SESSION_SETTINGS } from './session-settings';
import { renderStatementBody } from './statement-body';
import { translateAbort, translateAnswer, translateFailure } from './translate-error';

const DEFAULT_TIMEOUT_MS = 30_000;

/** What a statement is run for: its effect, rows that we parse, or bytes in the FORMAT that it names itself. */
export type StatementPurpose = 'effect' | 'rows' | 'bytes';

/** Runs one statement and returns the bytes of the answer. @throws GatewayError */
export async function sendStatement(
  client: ClickHouseClient,
  statement: Sql,
  purpose: StatementPurpose,
  options: StatementOptions,
): Promise<StatementBytes> {
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const deadline = startDeadline(timeoutMs, options.signal);
  try {
    deadline.signal.throwIfAborted();
    return await exchange(client, statement, purpose, { ...options, timeoutMs, signal: deadline.signal });
  } catch (failure) {
    if (deadline.signal.aborted && !(failure instanceof GatewayError)) throw translateAbort(deadline.expired(), options.signal?.reason);
    throw translateFailure(failure);
  } finally {
    deadline.clear();
  }
}

async function exchange(
  client: ClickHouseClient,
  statement: Sql,
  purpose: StatementPurpose,
  options: StatementOptions & { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<StatementBytes> {
  const { text, contentType } = renderStatementBody(statement, options.params);
  const answer = await client.exec({
    query: text,
    http_headers: { 'Content-Type': contentType, ...(purpose === 'rows' ? { 'X-ClickHouse-Format': 'JSONEachRow' } : {}) },
    clickhouse_settings: {
      ...SESSION_SETTINGS,
      ...(purpose === 'effect' ? {} : READ_SETTINGS),
      max_execution_time: options.timeoutMs / 1000,
      // Nothing interrupts a wait for MySQL but this, where the table or the named collection says nothing else.
      external_storage_rw_timeout_sec: String(Math.ceil(options.timeoutMs / 1000) + 1),
      ...options.settings,
    },
    abort_signal: options.signal,
    ...(options.queryId === undefined ? {} : { query_id: options.queryId }),
    // The driver takes the code of a failure from its text by a regular expression; we take it from the header.
    ignore_error_response: true,
  });
  const body = await readBody(answer.stream, options.signal);
  const clickhouseCode = Number(answer.response_headers['x-clickhouse-exception-code'] ?? 0) || null;
  const httpStatus = answer.http_status_code ?? 0;
  if (clickhouseCode !== null || httpStatus !== 200) {
    throw translateAnswer({ clickhouseCode, httpStatus, text: body.toString('utf8'), sensitive: options.sensitive ?? false });
  }
  return {
    body,
    readRows: Number(answer.summary?.read_rows ?? 0),
    readBytes: Number(answer.summary?.read_bytes ?? 0),
    elapsedNs: Number(answer.summary?.elapsed_ns ?? 0),
  };
}

/** The driver stops listening to the signal once the head of the answer is there, so the stream listens itself. */
async function readBody(stream: Readable, signal: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of addAbortSignal(signal, stream)) chunks.push(chunk as Buffer);
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}
