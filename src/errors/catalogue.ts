/**
 * Who must act on an error. USER: the caller. EXTERNAL: the owner of the source or of ClickHouse.
 * LIMIT: the caller, or the operator who sets the limit. INTERNAL: Tributary's developers.
 */
export type ErrorCategory = 'USER' | 'EXTERNAL' | 'LIMIT' | 'INTERNAL';

export interface ErrorKind {
  readonly category: ErrorCategory;
  /** True when the same request may succeed later without any change by the caller. */
  readonly retryable: boolean;
  /** The line of docs/reference/errors.md: when it happens and what to do. */
  readonly description: string;
}

const user = (description: string): ErrorKind => ({
  category: 'USER',
  retryable: false,
  description,
});
const external = (retryable: boolean, description: string): ErrorKind => ({
  category: 'EXTERNAL',
  retryable,
  description,
});
const limit = (retryable: boolean, description: string): ErrorKind => ({
  category: 'LIMIT',
  retryable,
  description,
});

/**
 * Every code a caller can see in `extensions.code`, apart from Apollo Server's own parse and
 * validation codes.
 */
export const ERROR_CATALOGUE = {
  UNAUTHENTICATED: user('No key, or a wrong one. Send `Authorization: Bearer <key>`.'),
  FORBIDDEN: user(
    'The key is valid but does not allow this. The management API needs the admin key.',
  ),
  INVALID_INPUT: user(
    'An argument has a value that cannot be used. The message names the argument.',
  ),
  NOT_FOUND: user('Nothing has the given name or id.'),
  ALREADY_EXISTS: user('The name is taken. Choose another, or remove what holds it first.'),
  RESERVED_NAME: user(
    'The name belongs to the management API or to the types that all tables share. Choose another.',
  ),
  IN_USE: user(
    'Something still depends on it. Remove the dependents first, or pass `force: true` where ' +
      'the mutation has it. Or another gateway is changing it: then the error is retryable.',
  ),
  INTEGRATION_NOT_SUPPORTED: user(
    'This type of service has no such integration. The message names the ones it has; see ' +
      '`integrationSupport`.',
  ),
  CREDENTIALS_REQUIRED: user('No credentials are stored for the service, and none were given.'),
  CREDENTIALS_REFUSED: user(
    'The service refused the credentials, or cannot be reached with them. `testConnection` ' +
      'tells which.',
  ),
  INTEGRATION_PAUSED: user(
    'The integration was paused, so its service is not touched. Resume it with ' +
      '`resumeIntegration`.',
  ),
  HOST_NOT_ALLOWED: user(
    'The address is outside TRIBUTARY_ALLOWED_HOSTS. Ask the operator to add the host.',
  ),
  TLS_NOT_ENFORCEABLE: user(
    'This ClickHouse cannot enforce the TLS mode asked for on its own connections to the service.',
  ),
  SERVICE_UNREACHABLE: external(
    true,
    'ClickHouse cannot connect to the service: it is down, a firewall is in between, or its ' +
      'credentials changed.',
  ),
  SERVICE_QUERY_FAILED: external(
    false,
    'The service refused or failed the statement it was sent: a table changed, a permission ' +
      'is missing, or a value is out of range.',
  ),
  SERVICE_TIMEOUT: external(
    true,
    'The service did not answer within TRIBUTARY_QUERY_TIMEOUT_MS. Narrow the query, or ' +
      'raise the limit.',
  ),
  CLICKHOUSE_UNAVAILABLE: external(
    true,
    'ClickHouse does not answer: it is starting, restarting or unreachable. Try again in a moment.',
  ),
  CLICKHOUSE_QUERY_FAILED: external(
    false,
    'ClickHouse refused or failed a statement. The gateway log has the details under the ' +
      'request id.',
  ),
  CLICKHOUSE_ACCESS_DENIED: external(
    false,
    "The gateway's own ClickHouse user lacks a grant. docs/guide/operations.md lists those " +
      'it needs.',
  ),
  CLICKHOUSE_FEATURE_MISSING: external(
    false,
    'The connected ClickHouse is too old for this. The message names the version that is needed.',
  ),
  CLICKHOUSE_OBJECT_MISSING: external(
    false,
    'Something that an integration made in ClickHouse is gone. `resumeIntegration` makes it ' +
      'again; lost credentials have to be set up anew.',
  ),
  FEED_BLOCKED: external(
    false,
    'A feed of messages stands still: a message cannot be parsed, or its rows cannot be ' +
      'written. The message of the integration error names the place; `feed { lastError }` ' +
      'tells more.',
  ),
  RESULT_TOO_LARGE: limit(
    false,
    'The answer has more rows or bytes than TRIBUTARY_MAX_RESULT_ROWS or ' +
      'TRIBUTARY_MAX_RESULT_BYTES allow. Add `limit` or `where`.',
  ),
  SOURCE_SCAN_TOO_LARGE: limit(
    false,
    'The query would pull more from a service than it may. The message names what the ' +
      'service cannot evaluate itself, and what would help.',
  ),
  QUERY_TOO_DEEP: limit(
    false,
    'The operation nests deeper than TRIBUTARY_MAX_DEPTH. Ask for fewer levels.',
  ),
  QUERY_TOO_COSTLY: limit(
    false,
    'The operation costs more than TRIBUTARY_MAX_COST, or has more representations of ' +
      'entities than TRIBUTARY_MAX_JOIN_KEYS. Ask for less at once.',
  ),
  QUERY_TOO_COMPLEX: limit(
    false,
    'The operation has more root fields than TRIBUTARY_MAX_ROOT_FIELDS, or more aliases than ' +
      'TRIBUTARY_MAX_ALIASES; or one field needs more connections to a service than ' +
      'TRIBUTARY_CONNECTIONS_PER_SERVICE, or more scans of one table than ' +
      'TRIBUTARY_CONNECTIONS_PER_TABLE. Ask for fewer of them at once.',
  ),
  TOO_MANY_REQUESTS: limit(
    true,
    'Too many statements wait for the service, or answers that clients have not read yet ' +
      'take TRIBUTARY_MAX_UNREAD_BYTES. Try again in a moment.',
  ),
  INTERNAL: {
    category: 'INTERNAL',
    retryable: false,
    description:
      'A defect in Tributary. The message holds a request id; the gateway log has the ' +
      'details under it.',
  },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;
