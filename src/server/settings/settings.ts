import { resolve } from 'node:path';
import type { z } from 'zod';
import type { Secret } from '../../util/secret';
import { SETTINGS_TABLE } from './settings-table';

/** A ClickHouse server that is not ours to start. */
export interface ClickhouseAddress {
  readonly url: string;
  readonly user: string;
  readonly password: Secret | null;
}

/**
 * What the operator decides, checked and complete. docs/reference/settings.md tells the meaning of
 * each.
 */
export interface Settings {
  readonly port: number;
  readonly host: string;
  /** Null where the embedded server is used. */
  readonly clickhouse: ClickhouseAddress | null;
  /** Absolute path. */
  readonly dataDir: string;
  /** Null where it is generated into the data folder. */
  readonly adminKey: Secret | null;
  readonly readKey: Secret | null;
  readonly anonymousRead: boolean;
  readonly corsOrigins: '*' | readonly string[];
  /** Lower-case names, addresses and `*.` patterns; null: any host. */
  readonly allowedHosts: readonly string[] | null;
  readonly queryTimeoutMs: number;
  readonly maxResultRows: number;
  readonly maxResultBytes: number;
  readonly maxUnreadBytes: number;
  readonly compression: boolean;
  readonly maxDepth: number;
  readonly maxRootFields: number;
  readonly maxAliases: number;
  readonly maxCost: number;
  readonly maxJoinKeys: number;
  readonly scanBudgetRows: number;
  readonly scanBudgetBytes: number;
  readonly connectionsPerService: number;
  readonly connectionsPerTable: number;
  /** For each service; 0: none. */
  readonly keptQueries: number;
  /** 0: the health of integrations is not looked at. */
  readonly healthIntervalMs: number;
  /** False: the planner uses engine scans only. */
  readonly passthrough: boolean;
  readonly introspection: boolean;
  /** The data API is a subgraph of Apollo Federation. */
  readonly federation: boolean;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly explorer: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Everything that is wrong with the settings, one line each. Never holds a value. */
export class SettingsError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The settings are not usable:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'SettingsError';
  }
}

/**
 * Reads and checks all settings. A variable that is empty counts as left out.
 * @throws SettingsError with every problem that was found
 */
export function readSettings(env: Environment): Settings {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = SETTINGS_TABLE.safeParse(given);
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${issue.message}.`),
    ...listContradictions(given),
  ];
  if (!parsed.success || problems.length > 0) throw new SettingsError(problems);
  return toSettings(parsed.data);
}

/**
 * One line for each variable that looks like a setting of Tributary and is none: most likely a
 * typing error.
 */
export function listUnknownSettings(env: Environment): readonly string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith('TRIBUTARY_') && !(name in SETTINGS_TABLE.shape))
    .map(
      (name) =>
        `Warning: ${name} is not a setting of Tributary and is ignored. See ` +
        'docs/reference/settings.md.',
    );
}

function listContradictions(given: Environment): readonly string[] {
  const problems: string[] = [];
  for (const name of ['CLICKHOUSE_USER', 'CLICKHOUSE_PASSWORD']) {
    if (given[name] !== undefined && given['CLICKHOUSE_URL'] === undefined) {
      problems.push(
        `${name} is given without CLICKHOUSE_URL: the embedded ClickHouse has credentials ` +
          'of its own.',
      );
    }
  }
  if (
    given['TRIBUTARY_ADMIN_KEY'] !== undefined &&
    given['TRIBUTARY_ADMIN_KEY'] === given['TRIBUTARY_READ_KEY']
  ) {
    problems.push('TRIBUTARY_READ_KEY must differ from TRIBUTARY_ADMIN_KEY.');
  }
  return problems;
}

function toSettings(values: z.output<typeof SETTINGS_TABLE>): Settings {
  return {
    port: values.PORT,
    host: values.HOST,
    clickhouse:
      values.CLICKHOUSE_URL === undefined
        ? null
        : {
            url: values.CLICKHOUSE_URL,
            user: values.CLICKHOUSE_USER ?? 'default',
            password: values.CLICKHOUSE_PASSWORD ?? null,
          },
    dataDir: resolve(values.TRIBUTARY_DATA_DIR),
    adminKey: values.TRIBUTARY_ADMIN_KEY ?? null,
    readKey: values.TRIBUTARY_READ_KEY ?? null,
    anonymousRead: values.TRIBUTARY_ANONYMOUS_READ,
    corsOrigins: values.TRIBUTARY_CORS_ORIGINS,
    allowedHosts: values.TRIBUTARY_ALLOWED_HOSTS ?? null,
    queryTimeoutMs: values.TRIBUTARY_QUERY_TIMEOUT_MS,
    maxResultRows: values.TRIBUTARY_MAX_RESULT_ROWS,
    maxResultBytes: values.TRIBUTARY_MAX_RESULT_BYTES,
    maxUnreadBytes: values.TRIBUTARY_MAX_UNREAD_BYTES,
    compression: values.TRIBUTARY_COMPRESSION,
    maxDepth: values.TRIBUTARY_MAX_DEPTH,
    maxRootFields: values.TRIBUTARY_MAX_ROOT_FIELDS,
    maxAliases: values.TRIBUTARY_MAX_ALIASES,
    maxCost: values.TRIBUTARY_MAX_COST,
    maxJoinKeys: values.TRIBUTARY_MAX_JOIN_KEYS,
    scanBudgetRows: values.TRIBUTARY_SCAN_BUDGET_ROWS,
    scanBudgetBytes: values.TRIBUTARY_SCAN_BUDGET_BYTES,
    connectionsPerService: values.TRIBUTARY_CONNECTIONS_PER_SERVICE,
    connectionsPerTable: values.TRIBUTARY_CONNECTIONS_PER_TABLE,
    keptQueries: values.TRIBUTARY_KEPT_QUERIES,
    healthIntervalMs: values.TRIBUTARY_HEALTH_INTERVAL_MS,
    passthrough: values.TRIBUTARY_PASSTHROUGH,
    introspection: values.TRIBUTARY_INTROSPECTION,
    federation: values.TRIBUTARY_FEDERATION,
    logLevel: values.TRIBUTARY_LOG_LEVEL,
    explorer: values.TRIBUTARY_EXPLORER,
  };
}
