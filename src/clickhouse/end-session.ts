import { sql, type Sql } from '../sql/sql';
import { GatewayError } from '../errors/gateway-error';
import type { StatementOptions } from './clickhouse';
import { waitUntilEnded } from './wait-until-ended';

const TIMEOUT_MS = 2_000;
/** SESSION_IS_LOCKED, which ClickHouse answers while a statement runs in the session. */
const LOCKED = 373;

/**
 * Ends a session as soon as no statement runs in it. Never rejects, because a session that could
 * not be ended ends by itself when it was idle for its time.
 * @param send runs a statement that names its own FORMAT
 */
export async function endSession(
  id: string,
  send: (statement: Sql, options: StatementOptions) => Promise<unknown>,
): Promise<void> {
  const isLocked = async (): Promise<boolean> => {
    try {
      // With session_check a session that is gone already is not opened again.
      await send(sql`SELECT 1 FORMAT Null`, {
        timeoutMs: TIMEOUT_MS,
        settings: { session_id: id, session_check: 1, close_session: 1 },
      });
      return false;
    } catch (error) {
      return error instanceof GatewayError && error.details['clickhouseCode'] === LOCKED;
    }
  };
  if (await isLocked()) await waitUntilEnded(isLocked);
}
