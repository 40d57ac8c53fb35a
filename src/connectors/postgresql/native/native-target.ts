import type { PasswordLogin } from '../../relational/password-login';
import type { PostgresqlAddress } from './address';

/** Where the native driver connects, and as whom. */
export interface NativeTarget {
  readonly address: PostgresqlAddress;
  readonly login: PasswordLogin;
  readonly database: string;
}
