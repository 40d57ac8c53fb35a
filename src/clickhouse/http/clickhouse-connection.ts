import type { Secret } from '../../util/secret';

/** How to reach a ClickHouse over HTTP. The embedded server keeps all of it when it restarts. */
export interface ClickHouseConnection {
  /** e.g. `http://127.0.0.1:8123`, without credentials. */
  readonly url: string;
  readonly username: string;
  readonly password: Secret;
  /** Headers of every request, e.g. the embedded server's door header. */
  readonly httpHeaders?: Readonly<Record<string, string>>;
}
