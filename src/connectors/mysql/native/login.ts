import { GatewayError } from '../../../errors/gateway-error';
import type { Secret } from '../../../util/secret';
import type { Credentials } from '../../contract/credentials';

/** The user name and password that MySQL is logged in to with. */
export interface MysqlLogin {
  readonly username: string;
  readonly password: Secret;
}

/**
 * The login among the credentials a caller gave.
 * @throws GatewayError CREDENTIALS_REQUIRED when one is missing, INVALID_INPUT for one that
 * ClickHouse could not use.
 */
export function readLogin(credentials: Credentials): MysqlLogin {
  const { username, password } = credentials;
  if (!username || password === undefined) {
    throw new GatewayError(
      'CREDENTIALS_REQUIRED',
      'MySQL needs credentials.username and credentials.password.',
    );
  }
  if (username.includes('\0') || password.reveal().includes('\0')) {
    throw new GatewayError(
      'INVALID_INPUT',
      'credentials.username and credentials.password must not hold U+0000.',
    );
  }
  if (credentials.sslClientCert || credentials.sslClientKey) {
    throw new GatewayError(
      'INVALID_INPUT',
      'credentials.sslClientCert cannot be used for MySQL: ClickHouse takes a client ' +
        'certificate only as a file of its own machine. Use a password.',
    );
  }
  return { username, password };
}
