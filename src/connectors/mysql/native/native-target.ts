import type { MysqlAddress } from './address';
import type { MysqlLogin } from './login';

/** Where the native driver connects, and as whom. */
export interface NativeTarget {
  readonly address: MysqlAddress;
  readonly login: MysqlLogin;
  readonly database: string;
}
