import type { ServiceAddress } from '../../model/service';
import type { Secret } from '../../util/secret';

/** What a caller gave to reach a service. Every secret part is a `Secret`. */
export interface Credentials {
  readonly username?: string;
  readonly password?: Secret;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: Secret;
  readonly accountName?: string;
  readonly accountKey?: Secret;
  readonly connectionString?: Secret;
  readonly sslClientCert?: string;
  readonly sslClientKey?: Secret;
}

/** Credentials as a caller gives them: instead of an account, an administrator who may make one. */
export interface GivenCredentials extends Credentials {
  readonly provision?: { readonly adminUsername: string; readonly adminPassword: Secret };
}

/** Which credentials a service asks for, and how the gateway makes an account of its own there. */
export interface CredentialRules {
  /** Fields that must be given for this type. */
  readonly required: readonly (keyof Credentials)[];
  /** Other fields that may be given, all of them, instead. */
  readonly alternative?: readonly (keyof Credentials)[];
  /**
   * Checks credentials where the address decides which are needed. Absent: `required`, or
   * `alternative`, and no others.
   * @throws GatewayError INVALID_INPUT naming the field
   */
  readonly assert?: (address: ServiceAddress, credentials: Credentials) => void;
  /** True for an address that lets everybody in. Absent: there is no such address. */
  readonly needsNone?: (address: ServiceAddress) => boolean;
  /** How accounts are made on the service. Absent: the gateway cannot make any. */
  readonly accounts?: ServiceAccounts;
}

/** An account on the service, made and dropped with the native driver by an administrator. */
export interface ServiceAccounts {
  /** The longest name that the service takes, in characters. */
  readonly maxNameLength: number;
  /**
   * Makes an account that may only read, ends its own statements after `statementTimeoutMs`, and
   * has a random password. All of it or nothing.
   * @throws GatewayError CREDENTIALS_REFUSED with `details.refusal`
   */
  readonly provision: (
    address: ServiceAddress,
    administrator: Credentials,
    wanted: ProvisionedAccount,
  ) => Promise<Credentials>;
  /**
   * Drops an account; one that is gone already does not matter.
   * @throws GatewayError CREDENTIALS_REFUSED
   */
  readonly drop: (
    address: ServiceAddress,
    administrator: Credentials,
    account: Pick<ProvisionedAccount, 'name' | 'timeoutMs'>,
  ) => Promise<void>;
}

/** What an account may read: a schema of a remote database. */
export interface AccountScope {
  readonly database: string;
  readonly schema: string;
}

export interface ProvisionedAccount {
  readonly name: string;
  readonly scope: readonly AccountScope[];
  readonly statementTimeoutMs: number;
  /** The time that each step of making the account may take. */
  readonly timeoutMs: number;
}
