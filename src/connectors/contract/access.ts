import type { Sql } from '../../sql/sql';
import type { ServiceAddress } from '../../model/service';
import type { CatalogReader } from './catalog';
import type { Credentials } from './credentials';

/** Why a service refused credentials that were tried natively. */
export type ConnectionRefusal =
  | 'UNREACHABLE'
  | 'TLS_FAILED'
  | 'AUTHENTICATION_FAILED'
  | 'DATABASE_NOT_FOUND'
  | 'PERMISSION_DENIED'
  | 'HOST_NOT_ALLOWED';

/** The answer of a credential check. A refusal is an answer, not an error. */
export type ConnectionCheck =
  | {
      readonly ok: true;
      /** The server's version or name; null where a service tells none. */
      readonly serverVersion: string | null;
      readonly latencyMs: number;
    }
  | {
      readonly ok: false;
      readonly refusal: ConnectionRefusal;
      readonly message: string;
      readonly latencyMs: number;
    };

/** Who connects to the service and how: the gateway with the native driver, and ClickHouse. */
export interface Access {
  /** Hosts that ClickHouse would connect to; the operator's allow-list is asked about each. */
  readonly hostsOf: (address: ServiceAddress) => readonly string[];
  /**
   * Why ClickHouse cannot honour the address's TLS mode on its own connections; null when it can.
   */
  readonly tlsProblem: (address: ServiceAddress) => string | null;
  /**
   * Where the address requires TLS: a statement for the service that answers `{"encrypted": true}`
   * when the connection it came over is encrypted. Run through ClickHouse it proves what ClickHouse
   * does. Null where the address does not; absent where the service cannot tell.
   */
  readonly encryptionProof?: (address: ServiceAddress) => Sql | null;
  /** Tries the credentials with the native driver; changes nothing, and answers in time. */
  readonly check: (
    address: ServiceAddress,
    credentials: Credentials,
    timeoutMs: number,
  ) => Promise<ConnectionCheck>;
  /**
   * Asks through ClickHouse for as little as the service has to answer: proof that it lets
   * ClickHouse in. Answers the service's version, or null where it tells none.
   */
  readonly probe: (read: CatalogReader, address: ServiceAddress) => Promise<string | null>;
}
