import { SOURCE_FAILURES } from '../../errors/source-failure';
import type { Failures } from '../contract/failures';

/** Exceptions of ClickHouse's MySQL driver that come with MySQL's own error number (26.7.2). */
const WITH_ERROR_NUMBER: ReadonlySet<string> = new Set([
  'mysqlxx::BadQuery',
  'mysqlxx::Exception',
  'mysqlxx::CannotParseValue',
]);
/** Numbers of a time limit: ER_STATEMENT_TIMEOUT of MariaDB, ER_QUERY_TIMEOUT of MySQL. */
const TIMEOUTS: ReadonlySet<number> = new Set([1969, 3024]);

export const mysqlFailures: Failures = {
  classify: (failure) => {
    if (failure.kind !== 'wrapped' || !WITH_ERROR_NUMBER.has(failure.exception)) return null;
    const { number } = failure;
    if (number === null || isOfClient(number)) return null;
    const meaning = TIMEOUTS.has(number) ? SOURCE_FAILURES.timedOut : SOURCE_FAILURES.failed;
    return { ...meaning, details: { errorNumber: number } };
  },
};

/**
 * True for numbers of 2000 to 2999, which are of the client, whose connection broke.
 * https://dev.mysql.com/doc/mysql-errors/8.4/en/client-error-reference.html
 */
function isOfClient(number: number): boolean {
  return number >= 2000 && number < 3000;
}
