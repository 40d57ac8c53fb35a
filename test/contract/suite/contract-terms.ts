import type { ConnectionRefusal } from '../../../src/connectors/contract/access';
import type { Catalog } from '../../../src/connectors/contract/catalog';
import type { Connector } from '../../../src/connectors/contract/connector';
import type { IntegrationType } from '../../../src/model/integration';

export type Mode = Extract<IntegrationType, 'MANAGED_CREDENTIALS' | 'MANAGED_DATABASES'>;

/**
 * Members of the contract that a connector may leave out: what the service or ClickHouse cannot do.
 */
export const CAPABILITIES = {
  accounts: ({ credentials }) => credentials.accounts,
  addressEntries: ({ storage }) => storage.addressEntries,
  databaseEngine: ({ storage }) => storage.databaseEngine,
  encryptionProof: ({ access }) => access.encryptionProof,
  keptEngine: ({ queries }) => queries.keptEngine,
  passthroughSource: ({ queries }) => queries.passthroughSource,
} as const satisfies Readonly<Record<string, (connector: Connector) => unknown>>;
export type Capability = keyof typeof CAPABILITIES;

type Input = Readonly<Record<string, unknown>>;

/**
 * What the suite asks of a connector, beside the connector itself. Everything that only one has is
 * tested in a file of its own.
 */
export interface ContractTerms {
  readonly connector: Connector;
  /** The member of CreateServiceInput that holds the address, e.g. `postgresql`. */
  readonly member: string;
  readonly address: {
    /**
     * The least that can be given, what it becomes, how it is printed, and the hosts that
     * ClickHouse would connect to.
     */
    readonly completed: {
      readonly input: Input;
      readonly parsed: Input;
      readonly rendered: string;
      readonly hosts: readonly string[];
    };
    /** The field that the message names, and an address that is refused for it. */
    readonly refused: readonly (readonly [field: string, input: Input])[];
  };
  /**
   * The entries of the named collection that a query may override; all others hold the address or a
   * secret.
   */
  readonly overridable: readonly string[];
  /** How the catalog is read. */
  readonly catalog: Catalog['kind'];
  /** Those that are there; the API must refuse the others by name. */
  readonly capabilities: readonly Capability[];
  /** Starts the real service with its data. */
  readonly start: () => Promise<ContractService>;
}

/** The real service, as the API is told of it. */
export interface ContractService {
  readonly port: number;
  /**
   * The address when `port` of 127.0.0.1 leads to the service: its own, a proxy's, or that of
   * something else.
   */
  readonly address: (port: number) => Input;
  /** CredentialsInput that is let in; null where the service asks for none. */
  readonly credentials: Readonly<Record<string, string>> | null;
  /** Other credentials for the same data, to rotate to. Left out: the same are given once more. */
  readonly nextCredentials?: Readonly<Record<string, string>>;
  /** Who may make accounts, where the connector can. */
  readonly administrator?: { readonly adminUsername: string; readonly adminPassword: string };
  /** Refusals that this service can be made to give. */
  readonly refusals: readonly {
    readonly refusal: ConnectionRefusal;
    readonly address?: Input;
    readonly credentials?: Readonly<Record<string, string>>;
  }[];
  /** For each mode that it has, the rest of the set-up input: what exposes exactly one table. */
  readonly modes: Readonly<Partial<Record<Mode, Input>>>;
  readonly table: ContractTable;
  /**
   * False where the service names another address of its own to clients, so that a proxy before it
   * is left out (Kafka).
   */
  readonly canStandBehindProxy?: false;
  /** What the service logged of the requests it got; left out where it has no such log. */
  readonly readLog?: () => Promise<string>;
  /** Ends it and removes its data. */
  readonly remove: () => Promise<void>;
}

/** The rows of the exposed table, as the data API answers them. */
export interface ContractTable {
  /** In the catalog of the service. */
  readonly remoteName: string;
  /** The selection, e.g. `id name`. */
  readonly fields: string;
  /** A total order, e.g. `[{ id: ASC }]`. */
  readonly orderBy: string;
  /** All rows in that order, at least three. */
  readonly rows: readonly object[];
  /** A filter, and the rows that match in that order, at least two but not all. */
  readonly where: string;
  readonly matching: readonly object[];
  /**
   * What of that filter stands in the service's log, or else in the plan's `received`; left out
   * where nothing can be pushed.
   */
  readonly pushed?: RegExp;
  /** The columns are declared by the caller, so that a refresh is refused. */
  readonly isDeclared?: true;
}
