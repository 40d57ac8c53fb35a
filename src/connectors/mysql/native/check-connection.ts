import type { ServiceAddress } from '../../../model/service';
import { sql } from '../../../sql/sql';
import type { ConnectionCheck } from '../../contract/access';
import type { Credentials } from '../../contract/credentials';
import { parseMysqlAddress } from './address';
import { connectNatively } from './connect-natively';
import { refusalOfError } from './connection-refusal';
import { readLogin } from './login';
import { runNativeQuery } from './run-native-query';

/**
 * Logs in to the address's database and out again; changes nothing. `serverVersion` is e.g.
 * `10.11.19-MariaDB`.
 */
export async function checkConnection(
  address: ServiceAddress,
  credentials: Credentials,
  timeoutMs: number,
): Promise<ConnectionCheck> {
  const startedAt = performance.now();
  const parsed = parseMysqlAddress(address);
  const target = { address: parsed, login: readLogin(credentials), database: parsed.database };
  const native = await connectNatively(target, timeoutMs);
  const latencyMs = performance.now() - startedAt;
  if (native.kind === 'refused')
    return { ok: false, refusal: native.refusal, message: native.message, latencyMs };
  try {
    const [row] = await runNativeQuery(native.connection, sql`SELECT VERSION()`, timeoutMs);
    return {
      ok: true,
      serverVersion: shortVersion(typeof row?.[0] === 'string' ? row[0] : ''),
      latencyMs,
    };
  } catch (error) {
    return { ok: false, ...refusalOfError(error, target), latencyMs };
  } finally {
    native.close();
  }
}

/** Shortens `10.11.19-MariaDB-0+deb12u1` to `10.11.19-MariaDB`. */
function shortVersion(version: string): string {
  return /^[0-9.]+(-MariaDB)?/.exec(version)?.[0] ?? version;
}
