import type { PostgresqlAddress } from './address';
import type { PostgresqlLogin } from './login';

/** Where the native driver connects, and as whom. */
export interface NativeTarget {
  readonly address: PostgresqlAddress;
  readonly login: PostgresqlLogin;
  readonly database: string;
}
