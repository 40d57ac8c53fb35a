import { GatewayError } from '../../errors/gateway-error';
import type { Secret } from '../../util/secret';
import type { Credentials } from '../contract/credentials';

/** The user name and password that a database is logged in to with. */
export interface PasswordLogin {
  readonly username: string;
  readonly password: Secret;
}

/** What differs between databases that are logged in to with a password. */
export interface LoginTexts {
  /** The name of the database for people. */
  readonly database: string;
  /** Why ClickHouse cannot log in with a client certificate. */
  readonly whyNoCertificate: string;
}

/**
 * Reads the login among the credentials that a caller gave.
 * @throws GatewayError CREDENTIALS_REQUIRED when a part is missing, INVALID_INPUT for a part that
 * ClickHouse could not use
 */
export function readPasswordLogin(
  { username, password, sslClientCert, sslClientKey }: Credentials,
  { database, whyNoCertificate }: LoginTexts,
): PasswordLogin {
  if (!username || password === undefined) {
    throw new GatewayError(
      'CREDENTIALS_REQUIRED',
      `${database} needs credentials.username and credentials.password.`,
    );
  }
  if (username.includes('\0') || password.reveal().includes('\0')) {
    throw new GatewayError(
      'INVALID_INPUT',
      'credentials.username and credentials.password must not hold U+0000.',
    );
  }
  if (sslClientCert || sslClientKey) {
    throw new GatewayError(
      'INVALID_INPUT',
      `credentials.sslClientCert cannot be used for ${database}: ${whyNoCertificate} Use a password.`,
    );
  }
  return { username, password };
}
