import type { Connection } from 'mysql2';
import type { Sql } from '../../../sql/sql';

/**
 * Runs a statement, and answers its rows as arrays; none for a statement that answers nothing. The
 * driver gives up after the time.
 */
export function runNativeQuery(
  connection: Connection,
  query: Sql,
  timeoutMs: number,
): Promise<readonly (readonly unknown[])[]> {
  return new Promise((resolve, reject) => {
    connection.query(
      { sql: query.text, rowsAsArray: true, timeout: timeoutMs },
      (error: Error | null, rows: unknown) => {
        if (error) reject(error);
        else resolve(Array.isArray(rows) ? (rows as readonly (readonly unknown[])[]) : []);
      },
    );
  });
}
