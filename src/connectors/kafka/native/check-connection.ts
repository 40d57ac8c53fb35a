import type { ServiceAddress } from '../../../model/service';
import type { ConnectionCheck } from '../../contract/access';
import type { Credentials } from '../../contract/credentials';
import { askBrokers } from './ask-brokers';
import { refusalOfError } from './connection-refusal';
import { readLogin } from './login';

/** Logs in to a broker and lists the topics; changes nothing. Brokers do not tell their version. */
export async function checkConnection(
  address: ServiceAddress,
  credentials: Credentials,
  timeoutMs: number,
): Promise<ConnectionCheck> {
  readLogin(address, credentials);
  const startedAt = performance.now();
  try {
    await askBrokers(address, credentials, timeoutMs, (admin) => admin.listTopics());
    return { ok: true, serverVersion: null, latencyMs: performance.now() - startedAt };
  } catch (error) {
    return {
      ok: false,
      ...refusalOfError(error, address),
      latencyMs: performance.now() - startedAt,
    };
  }
}
