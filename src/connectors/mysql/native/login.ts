import type { Credentials } from '../../contract/credentials';
import { readPasswordLogin, type PasswordLogin } from '../../relational/password-login';

const TEXTS = {
  database: 'MySQL',
  whyNoCertificate: 'ClickHouse takes a client certificate only as a file of its own machine.',
};

/** @throws GatewayError CREDENTIALS_REQUIRED, INVALID_INPUT */
export function readLogin(credentials: Credentials): PasswordLogin {
  return readPasswordLogin(credentials, TEXTS);
}
