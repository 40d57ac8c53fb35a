import { GatewayError } from '../../errors/gateway-error';
import { clickhouseIdentifier, clickhouseString } from '../../sql/clickhouse-quoting';
import { sql, type Sql } from '../../sql/sql';
import { forEachBounded } from '../../util/for-each-bounded';
import type { ManagementContext } from '../context/management-context';

/** Long enough for statements that read from a service that answers. */
const DROP_TIMEOUT_MS = 5_000;
const CONCURRENCY = 4;

/**
 * Runs a statement that takes a table or a database away, and waits until its connections to the service are closed and
 * its named collection is free. What is dropped is gone at once; only the wait goes on while a statement reads it, for ever
 * if the service hangs (26.7.2). So it is given up when `isGone`, and ends by itself with those statements.
 */
export async function dropAndWait(
  context: ManagementContext,
  statement: Sql,
  isGone: () => Promise<boolean>,
): Promise<void> {
  try {
    // What SYNC says, which CREATE OR REPLACE does not have.
    await context.clickhouse.run(statement, {
      settings: { database_atomic_wait_for_drop_and_detach_synchronously: 1 },
      timeoutMs: DROP_TIMEOUT_MS,
    });
  } catch (error) {
    if (!(error instanceof GatewayError) || error.code !== 'SERVICE_TIMEOUT' || !(await isGone()))
      throw error;
  }
}

/** Drops databases where they exist. Those of an engine of a service are asked for nothing. */
export async function dropDatabases(
  context: ManagementContext,
  names: readonly string[],
): Promise<void> {
  await forEachBounded(names, CONCURRENCY, (name) =>
    dropAndWait(context, sql`DROP DATABASE IF EXISTS ${clickhouseIdentifier(name)}`, async () => {
      const rows = await context.clickhouse.rows(
        sql`SELECT name FROM system.databases WHERE name = ${clickhouseString(name)}`,
      );
      return rows.length === 0;
    }),
  );
}
