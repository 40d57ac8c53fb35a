import type { Sql } from '../../sql/sql';
import { GatewayError } from '../../errors/gateway-error';
import type { ManagementContext } from '../context/management-context';

/** Statements that run at once when there are many tables or databases. */
export const DDL_CONCURRENCY = 4;

/** Long enough for statements that read from a service that answers. */
const DROP_TIMEOUT_MS = 5_000;

/**
 * Runs a statement that drops or replaces a table or a database, and waits until its connections to
 * the service are closed and its named collection is free. What is dropped is gone at once; only
 * the wait goes on while a statement reads it, for ever if the service hangs (26.7.2). So the wait
 * is given up when `isGone`, and ends by itself with those statements.
 *
 * @throws GatewayError SERVICE_TIMEOUT when the time is over and it is not gone
 */
export async function dropAndWait(
  context: ManagementContext,
  statement: Sql,
  isGone: () => Promise<boolean>,
  settings: Readonly<Record<string, number>> = {},
): Promise<void> {
  try {
    // The setting says what SYNC does, which CREATE OR REPLACE does not have.
    await context.clickhouse.run(statement, {
      settings: { ...settings, database_atomic_wait_for_drop_and_detach_synchronously: 1 },
      timeoutMs: DROP_TIMEOUT_MS,
    });
  } catch (error) {
    if (!(error instanceof GatewayError) || error.code !== 'SERVICE_TIMEOUT' || !(await isGone()))
      throw error;
  }
}
