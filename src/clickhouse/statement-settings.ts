import type { ClickHouseSession, StatementOptions } from './clickhouse';

/**
 * What a statement is run for: its effect, rows that the gateway parses, or bytes in the FORMAT
 * that the statement names itself.
 */
export type StatementPurpose = 'effect' | 'rows' | 'bytes';

/**
 * Settings of every statement, so that an answer looks the same whatever the profile of a remote
 * ClickHouse says.
 */
const COMMON_SETTINGS = {
  // Without it a failure in mid-stream arrives as text inside a 200 answer.
  wait_end_of_query: 1,
  // Up to this length an answer waits in ClickHouse's memory. Without the setting each answer waits
  // in a file, for 0.4 ms more of ClickHouse's CPU (26.7.2). A longer answer still waits in a file.
  http_response_buffer_size: String(4 * 1024 * 1024),
  http_write_exception_in_output_format: 0,
  // Literal key lists may be longer than the default of 256 KiB.
  max_query_size: String(16 * 1024 * 1024),
  output_format_json_quote_64bit_integers: 1,
  output_format_json_quote_decimals: 1,
  output_format_decimal_trailing_zeros: 1,
  output_format_json_escape_forward_slashes: 0,
} as const satisfies Readonly<Record<string, string | number>>;

/**
 * Settings of reads. `readonly = 2` forbids changes and allows other settings beside it. ClickHouse
 * ends the statement of a client that left only where `readonly` is set.
 */
const READ_SETTINGS = {
  readonly: '2',
  cancel_http_readonly_queries_on_client_close: 1,
} as const satisfies Readonly<Record<string, string | number>>;

/** The settings that a statement is sent with. Those of its options win over the gateway's own. */
export function statementSettings(
  purpose: StatementPurpose,
  options: StatementOptions & { readonly timeoutMs: number },
): Readonly<Record<string, string | number | boolean>> {
  return {
    ...COMMON_SETTINGS,
    ...(purpose === 'effect' ? {} : READ_SETTINGS),
    max_execution_time: options.timeoutMs / 1000,
    // Nothing else interrupts a wait for MySQL. What the table or the named collection says wins.
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
