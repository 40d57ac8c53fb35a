import type { CredentialsInput } from '../schema/inputs/credentials-input';
import type { GivenCredentials } from '../src/connectors/contract/credentials';
import { Secret } from '../src/util/secret';

/** Wraps the secrets as soon as they are in; null when none were given. */
export function toCredentials(input: CredentialsInput | null | undefined): GivenCredentials | null {
  if (input === null || input === undefined) return null;
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
    provision: input.provision
      ? {
          adminUsername: input.provision.adminUsername,
          adminPassword: new Secret(input.provision.adminPassword),
        }
      : undefined,
  };
}

function secret(text: string | null | undefined): Secret | undefined {
  return text === null || text === undefined ? undefined : new Secret(text);
}
