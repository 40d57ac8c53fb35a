import type { ServiceAddress } from '../../../model/service';
import type { ConnectionCheck } from '../../contract/access';
import type { Credentials } from '../../contract/credentials';
import { parsePostgresqlAddress } from './address';
import { connectNatively } from './connect-natively';
import { readLogin } from './login';

/**
 * Logs in to the address's database and out again; changes nothing. `serverVersion` is e.g.
 * `17.10`.
 */
export async function checkConnection(
  address: ServiceAddress,
  credentials: Credentials,
  timeoutMs: number,
): Promise<ConnectionCheck> {
  const startedAt = performance.now();
  const parsed = parsePostgresqlAddress(address);
  const target = { address: parsed, login: readLogin(credentials), database: parsed.database };
  const connection = await connectNatively(target, timeoutMs);
  const latencyMs = performance.now() - startedAt;
  if (connection.kind === 'refused')
    return { ok: false, refusal: connection.refusal, message: connection.message, latencyMs };
  await connection.close();
  return { ok: true, serverVersion: connection.serverVersion, latencyMs };
}
