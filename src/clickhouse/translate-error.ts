import type { ErrorCode } from '../errors/catalogue';
import { GatewayError } from '../errors/gateway-error';
import { errorCodeOf } from '../util/error-code-of';

interface Translation {
  readonly code: ErrorCode;
  readonly message: string;
}

const SERVICE_UNREACHABLE: Translation = {
  code: 'SERVICE_UNREACHABLE',
  message: 'ClickHouse cannot connect to the service.',
};
const SERVICE_QUERY_FAILED: Translation = {
  code: 'SERVICE_QUERY_FAILED',
  message: 'The service failed the statement it was sent.',
};
const OBJECT_UNREADABLE: Translation = {
  code: 'SERVICE_QUERY_FAILED',
  message:
    'What the service sent cannot be read as the columns of the table: it changed, is damaged, or has another format.',
};
const STORE_FAILED: Translation = {
  code: 'SERVICE_QUERY_FAILED',
  message: 'The object store refused or failed a request: an object is missing, or a permission.',
};
const STORE_REDIRECTS: Translation = {
  code: 'SERVICE_QUERY_FAILED',
  message:
    "The object store redirects elsewhere, which is not followed. Give the address of the bucket's own region.",
};
const SERVICE_TIMEOUT: Translation = {
  code: 'SERVICE_TIMEOUT',
  message: 'The statement did not finish within its time limit.',
};
const RESULT_TOO_LARGE: Translation = {
  code: 'RESULT_TOO_LARGE',
  message:
    'The answer has more rows or bytes than TRIBUTARY_MAX_RESULT_ROWS or TRIBUTARY_MAX_RESULT_BYTES allow. Add `limit` or `where`.',
};
const TOO_MANY_REQUESTS: Translation = {
  code: 'TOO_MANY_REQUESTS',
  message: 'ClickHouse runs as many statements as it may. Try again in a moment.',
};
const CREDENTIALS_REFUSED: Translation = {
  code: 'CLICKHOUSE_UNAVAILABLE',
  message: "ClickHouse refused the gateway's own credentials.",
};
const CLICKHOUSE_UNAVAILABLE: Translation = {
  code: 'CLICKHOUSE_UNAVAILABLE',
  message: 'ClickHouse does not answer. Try again in a moment.',
};
const ACCESS_DENIED: Translation = {
  code: 'CLICKHOUSE_ACCESS_DENIED',
  message:
    "The gateway's ClickHouse user lacks a grant for this. docs/guide/operations.md lists those it needs.",
};
const CLICKHOUSE_QUERY_FAILED: Translation = {
  code: 'CLICKHOUSE_QUERY_FAILED',
  message: 'ClickHouse refused or failed the statement.',
};

/** By exception code: https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp, tried on 26.7.2. */
const BY_CLICKHOUSE_CODE: ReadonlyMap<number, Translation> = new Map([
  [6, OBJECT_UNREADABLE], // CANNOT_PARSE_TEXT
  [26, OBJECT_UNREADABLE], // CANNOT_PARSE_QUOTED_STRING
  [27, OBJECT_UNREADABLE], // CANNOT_PARSE_INPUT_ASSERTION_FAILED
  [33, OBJECT_UNREADABLE], // CANNOT_READ_ALL_DATA
  [38, OBJECT_UNREADABLE], // CANNOT_PARSE_DATE
  [41, OBJECT_UNREADABLE], // CANNOT_PARSE_DATETIME
  [72, OBJECT_UNREADABLE], // CANNOT_PARSE_NUMBER
  [117, OBJECT_UNREADABLE], // INCORRECT_DATA
  [158, RESULT_TOO_LARGE], // TOO_MANY_ROWS
  [159, SERVICE_TIMEOUT], // TIMEOUT_EXCEEDED
  [192, CREDENTIALS_REFUSED], // UNKNOWN_USER
  [193, CREDENTIALS_REFUSED], // WRONG_PASSWORD
  [194, CREDENTIALS_REFUSED], // REQUIRED_PASSWORD
  [198, SERVICE_UNREACHABLE], // DNS_ERROR
  [202, TOO_MANY_REQUESTS], // TOO_MANY_SIMULTANEOUS_QUERIES
  [209, SERVICE_UNREACHABLE], // SOCKET_TIMEOUT
  [210, SERVICE_UNREACHABLE], // NETWORK_ERROR
  [279, SERVICE_UNREACHABLE], // ALL_CONNECTION_TRIES_FAILED
  [307, RESULT_TOO_LARGE], // TOO_MANY_BYTES
  [349, OBJECT_UNREADABLE], // CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN
  [354, OBJECT_UNREADABLE], // ZLIB_INFLATE_FAILED
  [396, RESULT_TOO_LARGE], // TOO_MANY_ROWS_OR_BYTES
  [407, OBJECT_UNREADABLE], // DECIMAL_OVERFLOW
  [483, STORE_REDIRECTS], // TOO_MANY_REDIRECTS
  [497, ACCESS_DENIED], // ACCESS_DENIED
  [499, STORE_FAILED], // S3_ERROR
  [516, CREDENTIALS_REFUSED], // AUTHENTICATION_FAILED
  [519, SERVICE_UNREACHABLE], // NO_REMOTE_SHARD_AVAILABLE
  [614, SERVICE_UNREACHABLE], // POSTGRESQL_CONNECTION_FAILURE
  [636, OBJECT_UNREADABLE], // CANNOT_EXTRACT_TABLE_STRUCTURE
  [1000, SERVICE_UNREACHABLE], // POCO_EXCEPTION: network and driver failures of the mysql and S3 engines
  [1001, SERVICE_QUERY_FAILED], // STD_EXCEPTION: what libpqxx throws
]);

/** Node's and OpenSSL's codes of a connection that could not be made or broke. https://nodejs.org/api/errors.html */
const BROKEN_CONNECTION =
  /^(ECONN|EPIPE$|ETIMEDOUT$|ENOTFOUND$|EAI_|EHOST|ENET|ERR_STREAM_PREMATURE_CLOSE$|ERR_TLS_|ERR_SSL_|HPE_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/**
 * Code 1001 stands for every C++ exception that is not ClickHouse's own. Which one is at a fixed place ahead of any text of
 * the source: `std::exception. Code: 1001, type: pqxx::broken_connection, e.what() = ..` (Common/Exception.cpp).
 * broken_connection is a pooled connection that was lost and cannot be made again; the next statement gets 614.
 */
const LOST_POOLED_CONNECTION =
  /^std::exception\. Code: 1001, type: pqxx::(broken_connection|connection_lost),/;

/**
 * Code 1000 stands for every exception of the mysql driver. What kind it is, and MySQL's own error number, are at a fixed
 * place ahead of any text of the source: `Poco::Exception. Code: 1000, e.code() = 1690, mysqlxx::Exception: ...` (26.7.2).
 * Numbers of 2000 to 2999 are of the client: the connection broke. https://dev.mysql.com/doc/mysql-errors/8.4/en/client-error-reference.html
 */
const MYSQL_FAILURE =
  /^Poco::Exception\. Code: 1000, e\.code\(\) = (\d+), mysqlxx::(BadQuery|Exception|CannotParseValue):/;
/** ER_STATEMENT_TIMEOUT of MariaDB, ER_QUERY_TIMEOUT of MySQL. */
const MYSQL_TIMEOUTS: ReadonlySet<number> = new Set([1969, 3024]);

/** A request of an object store that got no answer: the HTTP library's exception stands where the store's own code or status would (26.7.2). */
const UNANSWERED_BY_STORE: readonly RegExp[] = [
  /^Code: 499\. DB::Exception: Failed to get object info: Poco::Exception\. Code: 1000,/,
  /^Code: 499\. DB::Exception: Could not list objects in bucket '[^']*' with prefix '[^']*', S3 exception: ``, message: 'Poco::Exception\. Code: 1000,/,
  /^std::exception\. Code: 1001, type: Azure::Storage::StorageException, e\.what\(\) = \d{3} Poco::Exception\. Code: 1000,/,
];

/**
 * An exception of another ClickHouse comes with its own code. Where it is from stands at a fixed place ahead of its text:
 * `Code: 516. DB::Exception: Received from 10.0.0.5:9440. DB::Exception: ..` (Client/Connection.cpp, 26.7.2).
 */
const OF_ANOTHER_CLICKHOUSE = /^Code: \d+\. DB::Exception: Received from \S+\. /;
/** The connection to another ClickHouse was lost while it answered. The text is a constant of ClickHouse's (26.7.2). */
const LOST_OTHER_CLICKHOUSE =
  /^Code: 32\. DB::Exception: Attempt to read after eof: while receiving packet from /;
/** What has another meaning there: the login is the stored one, the grants those of its account. */
const BY_CODE_OF_ANOTHER: ReadonlyMap<number, Translation> = new Map([
  [192, SERVICE_UNREACHABLE],
  [193, SERVICE_UNREACHABLE],
  [194, SERVICE_UNREACHABLE],
  [195, SERVICE_UNREACHABLE],
  [516, SERVICE_UNREACHABLE],
  [158, RESULT_TOO_LARGE],
  [159, SERVICE_TIMEOUT],
  [307, RESULT_TOO_LARGE],
  [396, RESULT_TOO_LARGE],
]);

export interface FailedAnswer {
  /** The header X-ClickHouse-Exception-Code; null when something else answered, e.g. a proxy or a shut door. */
  readonly clickhouseCode: number | null;
  readonly httpStatus: number;
  readonly text: string;
  /** Keeps the text out of `cause`. */
  readonly sensitive: boolean;
}

/** The error of a request that was answered with a failure. */
export function translateAnswer(answer: FailedAnswer): GatewayError {
  const { clickhouseCode, httpStatus, text } = answer;
  const cause = answer.sensitive ? undefined : new Error(text.trim());
  if (clickhouseCode === null) return build(CLICKHOUSE_UNAVAILABLE, { httpStatus }, cause);
  const mysqlNumber = clickhouseCode === 1000 ? mysqlErrorNumber(text) : null;
  if (mysqlNumber !== null)
    return build(
      MYSQL_TIMEOUTS.has(mysqlNumber) ? SERVICE_TIMEOUT : SERVICE_QUERY_FAILED,
      { clickhouseCode, errorNumber: mysqlNumber },
      cause,
    );
  if (OF_ANOTHER_CLICKHOUSE.test(text))
    return build(
      BY_CODE_OF_ANOTHER.get(clickhouseCode) ?? SERVICE_QUERY_FAILED,
      { clickhouseCode },
      cause,
    );
  const lost =
    (clickhouseCode === 1001 && LOST_POOLED_CONNECTION.test(text)) ||
    LOST_OTHER_CLICKHOUSE.test(text) ||
    UNANSWERED_BY_STORE.some((pattern) => pattern.test(text));
  const translation = lost
    ? SERVICE_UNREACHABLE
    : (BY_CLICKHOUSE_CODE.get(clickhouseCode) ?? CLICKHOUSE_QUERY_FAILED);
  return build(translation, { clickhouseCode }, cause);
}

function mysqlErrorNumber(text: string): number | null {
  const number = Number(MYSQL_FAILURE.exec(text)?.[1] ?? '2000');
  return number >= 2000 && number < 3000 ? null : number;
}

/** The error of a request that got no answer. */
export function translateFailure(failure: unknown): GatewayError {
  if (failure instanceof GatewayError) return failure;
  const broken = BROKEN_CONNECTION.test(errorCodeOf(failure) ?? '');
  return build(broken ? CLICKHOUSE_UNAVAILABLE : CLICKHOUSE_QUERY_FAILED, {}, failure);
}

/** The error of a request that we gave up: its time ran out, or its caller aborted it with a reason. */
export function translateAbort(expired: boolean, reason: unknown): GatewayError {
  if (reason instanceof GatewayError) return reason;
  const timedOut = expired || (reason instanceof DOMException && reason.name === 'TimeoutError');
  if (timedOut) return build(SERVICE_TIMEOUT, {});
  return new GatewayError('CLICKHOUSE_QUERY_FAILED', 'The statement was cancelled.', {
    details: { cancelled: true },
  });
}

function build(
  translation: Translation,
  details: Readonly<Record<string, number>>,
  cause?: unknown,
): GatewayError {
  return new GatewayError(translation.code, translation.message, { details, cause });
}
