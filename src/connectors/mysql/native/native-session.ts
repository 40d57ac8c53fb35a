import { GatewayError } from '../../../errors/gateway-error';
import type { ServiceAddress } from '../../../model/service';
import { sql, Sql, joinSql } from '../../../sql/sql';
import type { NativeSession } from '../../contract/catalog';
import type { Credentials } from '../../contract/credentials';
import { parseMysqlAddress } from './address';
import { connectNatively, type NativeConnection } from './connect-natively';
import { readLogin } from './login';
import { runNativeQuery } from './run-native-query';
import { translateQueryError } from './translate-query-error';

type Connected = Extract<NativeConnection, { kind: 'connected' }>;

/**
 * The driver waits a second longer than the server's own limit, for a server that does not answer
 * at all.
 */
const DRIVER_GRACE_MS = 1_000;

/**
 * Opens a session in which statements read only and end, by the server's clock, after `timeoutMs`.
 * @throws GatewayError CREDENTIALS_REFUSED with `details.refusal`
 */
export async function openNativeSession(
  address: ServiceAddress,
  credentials: Credentials,
  database: string,
  timeoutMs: number,
): Promise<NativeSession> {
  const target = { address: parseMysqlAddress(address), login: readLogin(credentials), database };
  const native = await connectNatively(target, timeoutMs);
  if (native.kind === 'refused') {
    throw new GatewayError('CREDENTIALS_REFUSED', native.message, {
      details: { refusal: native.refusal },
    });
  }
  return {
    read: (query) => read(native, query, timeoutMs),
    close: () => {
      native.close();
      return Promise.resolve();
    },
  };
}

async function read({ connection }: Connected, query: Sql, timeoutMs: number): Promise<string> {
  try {
    await runNativeQuery(connection, limits(timeoutMs), timeoutMs + DRIVER_GRACE_MS);
    await runNativeQuery(connection, sql`START TRANSACTION READ ONLY`, timeoutMs + DRIVER_GRACE_MS);
    const rows = await runNativeQuery(connection, query, timeoutMs + DRIVER_GRACE_MS).finally(() =>
      rollBack(connection),
    );
    const value = rows[0]?.[0];
    if (rows.length === 1 && typeof value === 'string') return value;
    throw new GatewayError('INTERNAL', 'A catalog statement must answer one row with one text.');
  } catch (error) {
    throw translateQueryError(error);
  }
}

/**
 * Rolls back. On a connection that is lost that fails too, and the first error is the one to tell.
 */
async function rollBack(connection: Connected['connection']): Promise<void> {
  await runNativeQuery(connection, sql`ROLLBACK`, DRIVER_GRACE_MS).catch(() => undefined);
}

/**
 * SET SESSION group_concat_max_len = 67108864, SESSION MAX_EXECUTION_TIME = 5000
 *
 * MySQL and MariaDB have different limits of time: each reads only its own kind of comment.
 */
function limits(timeoutMs: number): Sql {
  const milliseconds = Sql.dangerouslyFromText(String(Math.ceil(timeoutMs)));
  const seconds = Sql.dangerouslyFromText((timeoutMs / 1_000).toFixed(3));
  return joinSql(
    [
      sql`SET SESSION group_concat_max_len = 67108864 /*!50708 ,`,
      sql`SESSION MAX_EXECUTION_TIME = ${milliseconds} */ /*M!100101 ,`,
      sql`SESSION max_statement_time = ${seconds} */`,
    ],
    ' ',
  );
}
