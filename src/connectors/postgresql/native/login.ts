import type { Credentials } from '../../contract/credentials';
import { readPasswordLogin, type PasswordLogin } from '../../relational/password-login';

const TEXTS = {
  database: 'PostgreSQL',
  whyNoCertificate: 'ClickHouse presents no client certificate to it.',
};

/** @throws GatewayError CREDENTIALS_REQUIRED, INVALID_INPUT */
export function readLogin(credentials: Credentials): PasswordLogin {
  return readPasswordLogin(credentials, TEXTS);
}
