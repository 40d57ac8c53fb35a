import { translateAnswer } from '../../../src/clickhouse/translate-error';
import { classifyFailure } from '../../../src/connectors/classify-failure';

const translate = (clickhouseCode: number, text: string, classify = classifyFailure) =>
  translateAnswer({ clickhouseCode, httpStatus: 500, text, sensitive: false }, classify);

/**
 * What ClickHouse 26.7.2 answers when a service fails: the code in the header, the beginning of the
 * text.
 */
const FAILURES: readonly (readonly [code: number, text: string, means: string])[] = [
  [614, 'Code: 614. DB::Exception: Try 2. Connection to `h:1` failed: x', 'SERVICE_UNREACHABLE'],
  [
    1001,
    'std::exception. Code: 1001, type: pqxx::broken_connection, e.what() = Lost connection',
    'SERVICE_UNREACHABLE',
  ],
  [
    1001,
    'std::exception. Code: 1001, type: pqxx::connection_lost, e.what() = gone',
    'SERVICE_UNREACHABLE',
  ],
  [
    1001,
    'std::exception. Code: 1001, type: pqxx::sql_error, ' +
      'e.what() = ERROR: type: pqxx::broken_connection,',
    'SERVICE_QUERY_FAILED',
  ],
  [
    1000,
    'Poco::Exception. Code: 1000, e.code() = 1690, mysqlxx::BadQuery: BIGINT value is out of range',
    'SERVICE_QUERY_FAILED 1690',
  ],
  [
    1000,
    'Poco::Exception. Code: 1000, e.code() = 1969, ' +
      'mysqlxx::Exception: Query execution was interrupted',
    'SERVICE_TIMEOUT 1969',
  ],
  [
    1000,
    'Poco::Exception. Code: 1000, e.code() = 3024, mysqlxx::Exception: maximum time exceeded',
    'SERVICE_TIMEOUT 3024',
  ],
  [
    1000,
    'Poco::Exception. Code: 1000, e.code() = 2013, mysqlxx::BadQuery: Lost connection',
    'SERVICE_UNREACHABLE',
  ],
  [
    1000,
    'Poco::Exception. Code: 1000, e.code() = 1045, mysqlxx::ConnectionFailed: Access denied',
    'SERVICE_UNREACHABLE',
  ],
  [
    1000,
    'Poco::Exception. Code: 1000, e.code() = 111, Connection refused: 127.0.0.1:6398',
    'SERVICE_UNREACHABLE',
  ],
  [
    516,
    'Code: 516. DB::Exception: Received from 10.0.0.5:9440. DB::Exception: reader: x',
    'SERVICE_UNREACHABLE',
  ],
  [
    396,
    'Code: 396. DB::Exception: Received from h:9440. DB::Exception: Limit for result',
    'RESULT_TOO_LARGE',
  ],
  [
    159,
    'Code: 159. DB::Exception: Received from h:9440. DB::Exception: Timeout exceeded',
    'SERVICE_TIMEOUT',
  ],
  // What is ours where our ClickHouse says it is the other's where that one does.
  [
    497,
    'Code: 497. DB::Exception: Received from h:9440. DB::Exception: reader: Not enough privileges',
    'SERVICE_QUERY_FAILED',
  ],
  [
    499,
    'Code: 499. DB::Exception: Received from h:9440. DB::Exception: The AWS Access Key',
    'SERVICE_QUERY_FAILED',
  ],
  [
    614,
    'Code: 614. DB::Exception: Received from h:9440. DB::Exception: Try 2',
    'SERVICE_QUERY_FAILED',
  ],
  [
    32,
    'Code: 32. DB::Exception: Attempt to read after eof: while receiving packet from h:9440',
    'SERVICE_UNREACHABLE',
  ],
  [32, 'Code: 32. DB::Exception: Attempt to read after eof: In file', 'CLICKHOUSE_QUERY_FAILED'],
  [
    499,
    'Code: 499. DB::Exception: Failed to get object ' +
      'info: No response body. HTTP response code: 403',
    'SERVICE_QUERY_FAILED',
  ],
  [
    499,
    'Code: 499. DB::Exception: Failed to get object info: ' +
      'Poco::Exception. Code: 1000, e.code() = 111',
    'SERVICE_UNREACHABLE',
  ],
  [
    499,
    "Code: 499. DB::Exception: Could not list objects in bucket 'b' with prefix 'p', S3 exception: ``, message: 'Poco::Exception. Code: 1000, e.code() = 0",
    'SERVICE_UNREACHABLE',
  ],
  [483, 'Code: 483. DB::Exception: Too many redirects', 'SERVICE_QUERY_FAILED'],
  [
    1001,
    'std::exception. Code: 1001, type: ' +
      'Azure::Storage::StorageException, e.what() = 400 ' +
      'Poco::Exception. Code: 1000, x',
    'SERVICE_UNREACHABLE',
  ],
  [
    1001,
    'std::exception. Code: 1001, type: ' +
      'Azure::Storage::StorageException, ' +
      'e.what() = 403 Server failed',
    'SERVICE_QUERY_FAILED',
  ],
  [497, 'Code: 497. DB::Exception: tributary: Not enough privileges', 'CLICKHOUSE_ACCESS_DENIED'],
  [
    516,
    'Code: 516. DB::Exception: tributary: Authentication failed: password',
    'CLICKHOUSE_UNAVAILABLE',
  ],
  [210, 'Code: 210. DB::NetException: Connection refused (h:9000)', 'SERVICE_UNREACHABLE'],
  [27, 'Code: 27. DB::Exception: Cannot parse input', 'SERVICE_QUERY_FAILED'],
  [62, 'Code: 62. DB::Exception: Syntax error', 'CLICKHOUSE_QUERY_FAILED'],
];

test.each(FAILURES)('of code %i, %s means %s', (clickhouseCode, text, means) => {
  const error = translate(clickhouseCode, text);
  const { errorNumber } = error.details;
  expect([error.code, ...(errorNumber === undefined ? [] : [errorNumber])].join(' ')).toBe(means);
  expect(error.details['clickhouseCode']).toBe(clickhouseCode);
});

test('no text of a failure is repeated', () => {
  for (const [clickhouseCode, text] of FAILURES) {
    const { message, details } = translate(clickhouseCode, `${text} s3cret-value`);
    expect(JSON.stringify([message, details])).not.toMatch(/s3cret|10\.0\.0\.5|reader/);
  }
});

test('without connectors, ClickHouse knows its own codes and no service', () => {
  const codes = FAILURES.map(([code, text]) => translate(code, text, () => null).code);
  expect(codes[0]).toBe('CLICKHOUSE_QUERY_FAILED');
  expect(translate(1001, FAILURES[1]?.[1] ?? '', () => null).code).toBe('SERVICE_QUERY_FAILED');
});
