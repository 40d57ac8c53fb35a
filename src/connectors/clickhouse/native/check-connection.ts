import type { ServiceAddress } from '../../../model/service';
import type { ConnectionCheck } from '../../contract/access';
import type { Credentials } from '../../contract/credentials';
import { parseClickhouseAddress } from './address';
import { connectionRefusal } from './connection-refusal';
import { readLogin } from './login';
import { sayHello } from './say-hello';

/**
 * Logs in to the address's database and out again; changes nothing. `serverVersion` is e.g.
 * `26.7.2`.
 */
export async function checkConnection(
  input: ServiceAddress,
  credentials: Credentials,
  timeoutMs: number,
): Promise<ConnectionCheck> {
  const startedAt = performance.now();
  const [address, login] = [parseClickhouseAddress(input), readLogin(credentials)];
  const greeting = await sayHello(address, login, timeoutMs);
  const latencyMs = performance.now() - startedAt;
  if (greeting.kind === 'hello') return { ok: true, serverVersion: greeting.version, latencyMs };
  return { ok: false, ...connectionRefusal(greeting, address, login), latencyMs };
}
