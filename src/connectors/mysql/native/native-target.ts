import type { PasswordLogin } from '../../relational/password-login';
import type { MysqlAddress } from './address';

/** Where the native driver connects, and as whom. */
export interface NativeTarget {
  readonly address: MysqlAddress;
  readonly login: PasswordLogin;
  readonly database: string;
}
