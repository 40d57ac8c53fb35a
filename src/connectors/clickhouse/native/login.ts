import { GatewayError } from '../../../errors/gateway-error';
import type { Secret } from '../../../util/secret';
import type { Credentials } from '../../contract/credentials';

/** The user name and password that the other ClickHouse is logged in to with. */
export interface ClickhouseLogin {
  readonly username: string;
  readonly password: Secret;
}

/**
 * The login among the credentials a caller gave.
 * @throws GatewayError CREDENTIALS_REQUIRED when one is missing, INVALID_INPUT
 */
export function readLogin({ username, password }: Credentials): ClickhouseLogin {
  if (!username || password === undefined) {
    throw new GatewayError(
      'CREDENTIALS_REQUIRED',
      'ClickHouse needs credentials.username and credentials.password.',
    );
  }
  if (username.includes('\0') || password.reveal().includes('\0')) {
    throw new GatewayError(
      'INVALID_INPUT',
      'credentials.username and credentials.password must not hold U+0000.',
    );
  }
  return { username, password };
}
