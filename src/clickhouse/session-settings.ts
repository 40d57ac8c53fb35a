/**
 * Sent with every statement, so that an answer looks the same whatever the profile of a remote
 * ClickHouse says.
 */
export const SESSION_SETTINGS = {
  // Without it a failure in mid-stream arrives as text inside a 200 answer.
  wait_end_of_query: 1,
  // Without it the whole answer waits in a file: 0.4 ms of ClickHouse's CPU more for each statement
  // (26.7.2). What is longer still does.
  http_response_buffer_size: String(4 * 1024 * 1024),
  http_write_exception_in_output_format: 0,
  // Literal key lists may pass the default of 256 KiB.
  max_query_size: String(16 * 1024 * 1024),
  output_format_json_quote_64bit_integers: 1,
  output_format_json_quote_decimals: 1,
  output_format_decimal_trailing_zeros: 1,
  output_format_json_escape_forward_slashes: 0,
} as const satisfies Readonly<Record<string, string | number>>;

/**
 * Sent with reads. 2 allows other settings beside it; without it ClickHouse does not end the
 * statement of a client that left.
 */
export const READ_SETTINGS = {
  readonly: '2',
  cancel_http_readonly_queries_on_client_close: 1,
} as const satisfies Readonly<Record<string, string | number>>;
