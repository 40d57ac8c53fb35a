import type { CredentialsInput } from '../schema/inputs/credentials-input';
import type { Credentials } from '../src/connectors/connector';
import { GatewayError } from '../src/errors/gateway-error';
import { Secret } from '../src/util/secret';

/** Wraps the secrets as soon as they are in; null when none were given. @throws GatewayError INVALID_INPUT */
export function toCredentials(input: CredentialsInput | null | undefined): Credentials | null {
  if (input === null || input === undefined) return null;
  if (input.provision !== null && input.provision !== undefined) {
    throw new GatewayError('INVALID_INPUT', 'credentials.provision is not available yet. Create a read-only account on the service and give its username and password.');
  }
  return {
    username: input.username ?? undefined,
    password: secret(input.password),
    accessKeyId: input.accessKeyId ?? undefined,
    secretAccessKey: secret(input.secretAccessKey),
    accountName: input.accountName ?? undefined,
    accountKey: secret(input.accountKey),
    connectionString: secret(input.connectionString),
    sslClientCert: input.sslClientCert ?? undefined,
    sslClientKey: secret(input.sslClientKey),
  };
}

function secret(text: string | null | undefined): Secret | undefined {
  return text === null || text === undefined ? undefined : new Secret(text);
}
