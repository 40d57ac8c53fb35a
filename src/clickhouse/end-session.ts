import { GatewayError } from '../errors/gateway-error';
import { sql, type Sql } from '../sql/sql';
import type { StatementOptions } from './clickhouse';
import { waitUntilEnded } from './wait-until-ended';

const TIMEOUT_MS = 2_000;
/** SESSION_IS_LOCKED: its statement runs. */
const LOCKED = 373;

/**
 * Ends a session, as soon as no statement runs in it. Never fails: where it does not, the session
 * ends when its time is over.
 */
export async function endSession(
  id: string,
  send: (statement: Sql, options: StatementOptions) => Promise<unknown>,
): Promise<void> {
  const isLocked = async (): Promise<boolean> => {
    try {
      // One that is gone already is not opened again.
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
