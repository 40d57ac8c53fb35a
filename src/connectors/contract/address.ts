import type { ServiceAddress } from '../../model/service';

/** The address of a service: checked, completed, and shown to people. Holds no secret. */
export interface Address {
  /**
   * Checks and completes an address given by a caller. It is also called on its own answer, which
   * it leaves as it is.
   * @throws GatewayError INVALID_INPUT naming each wrong field
   */
  readonly parse: (input: Readonly<Record<string, unknown>>) => ServiceAddress;
  /** The address for people, e.g. `db.example.com:5432/shop`. */
  readonly render: (address: ServiceAddress) => string;
}
