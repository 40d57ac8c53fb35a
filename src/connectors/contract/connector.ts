import type { Access } from './access';
import type { Address } from './address';
import type { Catalog } from './catalog';
import type { CredentialRules } from './credentials';
import type { Failures } from './failures';
import type { Identity } from './identity';
import type { Queries } from './queries';
import type { Storage } from './storage';

/**
 * One service type. A connector describes, never talks to ClickHouse, and keeps no state. A
 * capability that is missing is an absent member.
 */
export interface Connector {
  readonly identity: Identity;
  readonly address: Address;
  readonly credentials: CredentialRules;
  readonly access: Access;
  readonly catalog: Catalog;
  readonly storage: Storage;
  readonly queries: Queries;
  /** What failures mean. Absent: ClickHouse's codes tell all there is to know. */
  readonly failures?: Failures;
}
