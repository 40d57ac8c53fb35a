import { SOURCE_FAILURES, type FailureMeaning } from '../../errors/source-failure';
import type { Failures } from '../contract/failures';

/**
 * ATTEMPT_TO_READ_AFTER_EOF: the connection was lost while the other server answered. The text is a
 * constant of ClickHouse's (26.7.2).
 */
const READ_AFTER_EOF = 32;
const LOST_WHILE_READING = /^Attempt to read after eof: while receiving packet from /;

/**
 * Codes that mean something of their own when another ClickHouse raised them: the login is the one
 * of the named collection, and the limits are those of the account there.
 */
const BY_RELAYED_CODE: ReadonlyMap<number, FailureMeaning> = new Map<number, FailureMeaning>([
  [192, SOURCE_FAILURES.unreachable], // UNKNOWN_USER
  [193, SOURCE_FAILURES.unreachable], // WRONG_PASSWORD
  [194, SOURCE_FAILURES.unreachable], // REQUIRED_PASSWORD
  [195, SOURCE_FAILURES.unreachable], // IP_ADDRESS_NOT_ALLOWED
  [516, SOURCE_FAILURES.unreachable], // AUTHENTICATION_FAILED
  [158, SOURCE_FAILURES.tooLarge], // TOO_MANY_ROWS
  [159, SOURCE_FAILURES.timedOut], // TIMEOUT_EXCEEDED
  [307, SOURCE_FAILURES.tooLarge], // TOO_MANY_BYTES
  [396, SOURCE_FAILURES.tooLarge], // TOO_MANY_ROWS_OR_BYTES
]);

export const clickhouseFailures: Failures = {
  classify: (failure) => {
    if (failure.kind === 'relayed')
      return BY_RELAYED_CODE.get(failure.clickhouseCode) ?? SOURCE_FAILURES.failed;
    const isLost =
      failure.kind === 'raised' &&
      failure.clickhouseCode === READ_AFTER_EOF &&
      LOST_WHILE_READING.test(failure.says);
    return isLost ? SOURCE_FAILURES.unreachable : null;
  },
};
