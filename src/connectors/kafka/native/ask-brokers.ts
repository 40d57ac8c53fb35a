import type { Admin } from 'kafkajs';
import type { ServiceAddress } from '../../../model/service';
import type { Credentials } from '../../contract/credentials';
import { parseKafkaAddress, usesTls, type KafkaAddress } from './address';
import { readLogin } from './login';

/** Raised when the brokers together took longer than allowed. */
class BrokersTimedOut extends Error {
  override readonly name = 'BrokersTimedOut';
}

/**
 * Asks the brokers with kafkajs, which is loaded at the first use and prints nothing, and hangs up.
 * @throws errors of kafkajs, BrokersTimedOut
 */
export async function askBrokers<T>(
  address: ServiceAddress,
  credentials: Credentials,
  timeoutMs: number,
  ask: (admin: Admin) => Promise<T>,
): Promise<T> {
  const admin = await openAdmin(parseKafkaAddress(address), address, credentials, timeoutMs);
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new BrokersTimedOut());
    }, timeoutMs);
  });
  try {
    return await Promise.race([admin.connect().then(() => ask(admin)), expired]);
  } finally {
    clearTimeout(timer);
    // The end of the connection is not waited for: a broker that hangs does not answer to it
    // either.
    void admin.disconnect().catch(() => undefined);
  }
}

async function openAdmin(
  parsed: KafkaAddress,
  address: ServiceAddress,
  credentials: Credentials,
  timeoutMs: number,
): Promise<Admin> {
  const { Kafka, logLevel } = await import('kafkajs');
  const { sasl, client } = readLogin(address, credentials);
  // Each broker that is named is tried once.
  const retry = {
    retries: parsed.bootstrapServers.length - 1,
    initialRetryTime: 20,
    maxRetryTime: 20,
  };
  const ssl = {
    ...(parsed.sslCaCert === null ? {} : { ca: [parsed.sslCaCert] }),
    ...(client === null ? {} : { cert: client.certificate, key: client.key.reveal() }),
  };
  const login =
    sasl === null ? null : { username: sasl.username, password: sasl.password.reveal() };
  const mechanism = (
    { PLAIN: 'plain', SCRAM_SHA_256: 'scram-sha-256', SCRAM_SHA_512: 'scram-sha-512' } as const
  )[parsed.saslMechanism ?? 'PLAIN'];
  const kafka = new Kafka({
    clientId: 'tributary',
    brokers: [...parsed.bootstrapServers],
    logLevel: logLevel.NOTHING,
    retry,
    connectionTimeout: timeoutMs,
    authenticationTimeout: timeoutMs,
    requestTimeout: timeoutMs,
    enforceRequestTimeout: true,
    ...(usesTls(parsed) ? { ssl } : {}),
    ...(login === null ? {} : { sasl: saslOptions(mechanism, login) }),
  });
  return kafka.admin({ retry });
}

/** Puts a login beside its mechanism: kafkajs has a type for each mechanism. */
function saslOptions(
  mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512',
  login: { readonly username: string; readonly password: string },
) {
  if (mechanism === 'plain') return { ...login, mechanism };
  return mechanism === 'scram-sha-256' ? { ...login, mechanism } : { ...login, mechanism };
}
