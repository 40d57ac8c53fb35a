import { SOURCE_FAILURES } from '../../errors/source-failure';
import type { Failures } from '../contract/failures';

/** ClickHouse's code POSTGRESQL_CONNECTION_FAILURE: a new connection was not made. */
const CONNECTION_FAILURE = 614;
/**
 * Classes that libpqxx throws when a pooled connection was lost and cannot be made again; the next
 * statement gets code 614 (26.7.2).
 */
const LOST_CONNECTION: ReadonlySet<string> = new Set([
  'pqxx::broken_connection',
  'pqxx::connection_lost',
]);

export const postgresqlFailures: Failures = {
  classify: (failure) => {
    const isUnreachable =
      (failure.kind === 'raised' && failure.clickhouseCode === CONNECTION_FAILURE) ||
      (failure.kind === 'wrapped' && LOST_CONNECTION.has(failure.exception));
    return isUnreachable ? SOURCE_FAILURES.unreachable : null;
  },
};
