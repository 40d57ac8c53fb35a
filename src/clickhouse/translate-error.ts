import { GatewayError } from '../errors/gateway-error';
import {
  SOURCE_FAILURES,
  type ClassifyFailure,
  type FailureMeaning,
  type SourceFailure,
} from '../errors/source-failure';
import { errorCodeOf } from '../util/error-code-of';
import { readSourceFailure } from './read-source-failure';

const OBJECT_UNREADABLE: FailureMeaning = {
  code: 'SERVICE_QUERY_FAILED',
  message:
    'What the service sent cannot be read as the columns of the table: it changed, is ' +
    'damaged, or has another format.',
};
const TOO_MANY_REQUESTS: FailureMeaning = {
  code: 'TOO_MANY_REQUESTS',
  message: 'ClickHouse runs as many statements as it may. Try again in a moment.',
};
const CREDENTIALS_REFUSED: FailureMeaning = {
  code: 'CLICKHOUSE_UNAVAILABLE',
  message: "ClickHouse refused the gateway's own credentials.",
};
const CLICKHOUSE_UNAVAILABLE: FailureMeaning = {
  code: 'CLICKHOUSE_UNAVAILABLE',
  message: 'ClickHouse does not answer. Try again in a moment.',
};
const ACCESS_DENIED: FailureMeaning = {
  code: 'CLICKHOUSE_ACCESS_DENIED',
  message:
    "The gateway's ClickHouse user lacks a grant for this. docs/guide/operations.md lists " +
    'those it needs.',
};
const CLICKHOUSE_QUERY_FAILED: FailureMeaning = {
  code: 'CLICKHOUSE_QUERY_FAILED',
  message: 'ClickHouse refused or failed the statement.',
};

/**
 * Meanings by exception code, tried on 26.7.2.
 * https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp
 */
const BY_CLICKHOUSE_CODE: ReadonlyMap<number, FailureMeaning> = new Map<number, FailureMeaning>([
  [6, OBJECT_UNREADABLE], // CANNOT_PARSE_TEXT
  [26, OBJECT_UNREADABLE], // CANNOT_PARSE_QUOTED_STRING
  [27, OBJECT_UNREADABLE], // CANNOT_PARSE_INPUT_ASSERTION_FAILED
  [33, OBJECT_UNREADABLE], // CANNOT_READ_ALL_DATA
  [38, OBJECT_UNREADABLE], // CANNOT_PARSE_DATE
  [41, OBJECT_UNREADABLE], // CANNOT_PARSE_DATETIME
  [72, OBJECT_UNREADABLE], // CANNOT_PARSE_NUMBER
  [117, OBJECT_UNREADABLE], // INCORRECT_DATA
  [158, SOURCE_FAILURES.tooLarge], // TOO_MANY_ROWS
  [159, SOURCE_FAILURES.timedOut], // TIMEOUT_EXCEEDED
  [192, CREDENTIALS_REFUSED], // UNKNOWN_USER
  [193, CREDENTIALS_REFUSED], // WRONG_PASSWORD
  [194, CREDENTIALS_REFUSED], // REQUIRED_PASSWORD
  [198, SOURCE_FAILURES.unreachable], // DNS_ERROR
  [202, TOO_MANY_REQUESTS], // TOO_MANY_SIMULTANEOUS_QUERIES
  [209, SOURCE_FAILURES.unreachable], // SOCKET_TIMEOUT
  [210, SOURCE_FAILURES.unreachable], // NETWORK_ERROR
  [279, SOURCE_FAILURES.unreachable], // ALL_CONNECTION_TRIES_FAILED
  [307, SOURCE_FAILURES.tooLarge], // TOO_MANY_BYTES
  [349, OBJECT_UNREADABLE], // CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN
  [354, OBJECT_UNREADABLE], // ZLIB_INFLATE_FAILED
  [396, SOURCE_FAILURES.tooLarge], // TOO_MANY_ROWS_OR_BYTES
  [407, OBJECT_UNREADABLE], // DECIMAL_OVERFLOW
  [497, ACCESS_DENIED], // ACCESS_DENIED
  [516, CREDENTIALS_REFUSED], // AUTHENTICATION_FAILED
  [519, SOURCE_FAILURES.unreachable], // NO_REMOTE_SHARD_AVAILABLE
  [636, OBJECT_UNREADABLE], // CANNOT_EXTRACT_TABLE_STRUCTURE
  [1000, SOURCE_FAILURES.unreachable], // POCO_EXCEPTION: of networks and drivers
  [1001, SOURCE_FAILURES.failed], // STD_EXCEPTION: of the libraries of sources
]);

/**
 * Node's and OpenSSL's codes of a connection that could not be made or broke.
 * https://nodejs.org/api/errors.html
 */
const BROKEN_CONNECTION: readonly RegExp[] = [
  /^(ECONN|EPIPE$|ETIMEDOUT$|ENOTFOUND$|EAI_|EHOST|ENET|ERR_STREAM_PREMATURE_CLOSE$|HPE_)/,
  /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/,
];

export interface FailedAnswer {
  /**
   * The header X-ClickHouse-Exception-Code; null when something else answered, e.g. a proxy or a
   * shut door.
   */
  readonly clickhouseCode: number | null;
  readonly httpStatus: number;
  readonly text: string;
  /** Keeps the text out of `cause`. */
  readonly sensitive: boolean;
}

const KNOWS_NONE: ClassifyFailure = () => null;

/**
 * The error of a request that was answered with a failure.
 * @param classify what a failure means of the services that ClickHouse reads; asked before its
 * codes
 */
export function translateAnswer(
  answer: FailedAnswer,
  classify: ClassifyFailure = KNOWS_NONE,
): GatewayError {
  const { clickhouseCode, httpStatus, text } = answer;
  const cause = answer.sensitive ? undefined : new Error(text.trim());
  if (clickhouseCode === null) return build(CLICKHOUSE_UNAVAILABLE, { httpStatus }, cause);
  const failure = readSourceFailure(clickhouseCode, text);
  const meaning = classify(failure) ?? meaningOfCode(failure);
  return build(meaning, { clickhouseCode, ...meaning.details }, cause);
}

/** Tells the meaning of a code. A code that another ClickHouse raised says nothing of this one. */
function meaningOfCode({ kind, clickhouseCode }: SourceFailure): FailureMeaning {
  if (kind === 'relayed') return SOURCE_FAILURES.failed;
  return BY_CLICKHOUSE_CODE.get(clickhouseCode) ?? CLICKHOUSE_QUERY_FAILED;
}

/** The error of a request that got no answer. */
export function translateFailure(failure: unknown): GatewayError {
  if (failure instanceof GatewayError) return failure;
  const code = errorCodeOf(failure) ?? '';
  const broken = BROKEN_CONNECTION.some((pattern) => pattern.test(code));
  return build(broken ? CLICKHOUSE_UNAVAILABLE : CLICKHOUSE_QUERY_FAILED, {}, failure);
}

/**
 * The error of a request that we gave up: its time ran out, or its caller aborted it with a reason.
 */
export function translateAbort(expired: boolean, reason: unknown): GatewayError {
  if (reason instanceof GatewayError) return reason;
  const timedOut = expired || (reason instanceof DOMException && reason.name === 'TimeoutError');
  if (timedOut) return build(SOURCE_FAILURES.timedOut, {});
  return new GatewayError('CLICKHOUSE_QUERY_FAILED', 'The statement was cancelled.', {
    details: { cancelled: true },
  });
}

function build(
  meaning: FailureMeaning,
  details: Readonly<Record<string, number>>,
  cause?: unknown,
): GatewayError {
  return new GatewayError(meaning.code, meaning.message, { details, cause });
}
