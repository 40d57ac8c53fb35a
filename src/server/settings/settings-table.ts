import { z } from 'zod';
import {
  callerKey,
  hostPatternList,
  hostToListenOn,
  logLevel,
  oneOfTwo,
  originList,
  plainText,
  secretText,
  serverUrl,
  wholeNumber,
} from './setting-values';

/**
 * Every environment variable that Tributary reads: what it accepts, its default, what it means.
 * docs/reference/settings.md is rendered from this table and held to it by a test.
 */
export const SETTINGS_TABLE = z.object({
  PORT: wholeNumber(0, 65_535)
    .prefault('4000')
    .describe('TCP port to listen on. 0: any free port.'),
  HOST: hostToListenOn
    .prefault('127.0.0.1')
    .describe(
      'Address to listen on. `0.0.0.0` makes the gateway reachable from other machines; put ' +
        'TLS in front of it then.',
    ),
  CLICKHOUSE_URL: serverUrl
    .optional()
    .describe(
      'HTTP address of a ClickHouse server, for example ' +
        '`https://clickhouse.example.com:8443`. Left out: an embedded one is started.',
    ),
  CLICKHOUSE_USER: plainText.optional().describe('User at `CLICKHOUSE_URL`. Left out: `default`.'),
  CLICKHOUSE_PASSWORD: secretText.optional().describe('Password at `CLICKHOUSE_URL`. Secret.'),
  TRIBUTARY_DATA_DIR: plainText
    .prefault('./.tributary')
    .describe(
      'Folder for generated keys and the data of the embedded ClickHouse. Created when ' +
        'missing, readable by the owner only.',
    ),
  TRIBUTARY_ADMIN_KEY: callerKey
    .optional()
    .describe(
      'Key for everything, the management API included; 16 characters or more. Secret. Left ' +
        'out: generated at first start into `admin.key` in the data folder.',
    ),
  TRIBUTARY_READ_KEY: callerKey
    .optional()
    .describe(
      'Key that may only run data queries; 16 characters or more. Secret. Left out: ' +
        'generated at first start into `read.key` in the data folder.',
    ),
  TRIBUTARY_ANONYMOUS_READ: oneOfTwo('true', 'false')
    .prefault('false')
    .describe('`true`: data queries need no key. The management API always does.'),
  TRIBUTARY_CORS_ORIGINS: originList
    .prefault('')
    .describe(
      'Web origins whose pages may call the gateway from a browser, separated by commas, or ' +
        '`*`. For Apollo Studio and Sandbox: `https://studio.apollographql.com`.',
    ),
  TRIBUTARY_ALLOWED_HOSTS: hostPatternList
    .optional()
    .describe(
      'Hosts that services may have, separated by commas: exact names, addresses, or ' +
        'patterns such as `*.example.com`. Left out: any.',
    ),
  TRIBUTARY_QUERY_TIMEOUT_MS: wholeNumber(100, 3_600_000)
    .prefault('30000')
    .describe(
      'Longest time for a root field of the data API, with all its statements, in ' +
        'milliseconds, up to an hour. Root fields run at the same time.',
    ),
  TRIBUTARY_MAX_RESULT_ROWS: wholeNumber(1, 1_000_000_000)
    .prefault('1000000')
    .describe('Most rows that the statements of one request may return together.'),
  TRIBUTARY_MAX_RESULT_BYTES: wholeNumber(1024, 1_073_741_824)
    .prefault('268435456')
    .describe(
      'Most bytes that they may return, up to 1 GiB: as printed, or as ClickHouse counts ' +
        'them in an answer that it keeps for a slow client.',
    ),
  TRIBUTARY_MAX_UNREAD_BYTES: wholeNumber(1024, 1_099_511_627_776)
    .prefault('1073741824')
    .describe(
      'Most bytes of answers that wait in memory for their clients to read them, of all ' +
        'requests together. An answer for which there is no room is refused with ' +
        '`TOO_MANY_REQUESTS`; one alone may have any length.',
    ),
  TRIBUTARY_COMPRESSION: oneOfTwo('on', 'off')
    .prefault('off')
    .describe(
      '`on`: answers of 16 KiB or more are sent in gzip to clients that take it. About an ' +
        'eighth of the bytes is left, for 2 ms of CPU per MB: for slow networks, where ' +
        'nothing in front of the gateway does it.',
    ),
  TRIBUTARY_MAX_DEPTH: wholeNumber(1, 100)
    .prefault('12')
    .describe('Deepest nesting of fields in one operation. Introspection is not counted.'),
  TRIBUTARY_MAX_ROOT_FIELDS: wholeNumber(1, 10_000)
    .prefault('50')
    .describe(
      'Most root fields in one operation, the same one under several aliases counted as often.',
    ),
  TRIBUTARY_MAX_ALIASES: wholeNumber(0, 10_000)
    .prefault('100')
    .describe('Most aliases in one operation, of fields that have a selection of their own.'),
  TRIBUTARY_MAX_COST: wholeNumber(1, 1_000_000)
    .prefault('5000')
    .describe('Most that one operation may cost; [Limits](limits.md#cost) has the formula.'),
  TRIBUTARY_MAX_JOIN_KEYS: wholeNumber(1, 100_000)
    .prefault('10000')
    .describe(
      'Most keys that are sent to one service as literals, to find what belongs to rows of ' +
        'another one; ten times as many, 100,000 at most, where that moves less than the ' +
        'whole table.',
    ),
  TRIBUTARY_SCAN_BUDGET_ROWS: wholeNumber(1, 1_000_000_000)
    .prefault('1000000')
    .describe(
      'Most rows that one request may pull from one service for ClickHouse to filter, order ' +
        'or join, where the service cannot do it itself.',
    ),
  TRIBUTARY_SCAN_BUDGET_BYTES: wholeNumber(1024, 1_099_511_627_776)
    .prefault('268435456')
    .describe('The same in bytes, as ClickHouse counts them.'),
  TRIBUTARY_CONNECTIONS_PER_SERVICE: wholeNumber(1, 1000)
    .prefault('16')
    .describe(
      'Most connections to one service that statements hold at the same time; others wait.',
    ),
  TRIBUTARY_CONNECTIONS_PER_TABLE: wholeNumber(1, 1000)
    .prefault('8')
    .describe(
      'Most of these that scan one remote table, and the size of the connection pool that ' +
        'ClickHouse keeps for it, idle ones included. The pool of a table that exists keeps ' +
        'its size.',
    ),
  TRIBUTARY_KEPT_QUERIES: wholeNumber(0, 1000)
    .prefault('4')
    .describe(
      'Most passthrough queries to one service whose connection ClickHouse keeps, because ' +
        'they are asked again and again; one connection each, for 30 seconds after its last ' +
        'use. 0: none.',
    ),
  TRIBUTARY_HEALTH_INTERVAL_MS: wholeNumber(0, 86_400_000)
    .prefault('30000')
    .describe(
      'Time between two looks at the health of all integrations, in milliseconds. 0: none.',
    ),
  TRIBUTARY_PASSTHROUGH: oneOfTwo('on', 'off')
    .prefault('on')
    .describe('`off`: services are only read by engine scans, never by passthrough queries.'),
  TRIBUTARY_INTROSPECTION: oneOfTwo('true', 'false')
    .prefault('true')
    .describe(
      '`false`: the GraphQL schema cannot be asked for, and errors do not suggest names from it.',
    ),
  TRIBUTARY_FEDERATION: oneOfTwo('on', 'off')
    .prefault('off')
    .describe(
      '`on`: the data API is a subgraph of [Apollo Federation](../guide/federation.md). ' +
        'Where `TRIBUTARY_INTROSPECTION` is `false`, its SDL needs the admin key.',
    ),
  TRIBUTARY_LOG_LEVEL: logLevel
    .prefault('info')
    .describe(
      '`trace`, `debug`, `info`, `warn`, `error` or `silent`. The log is JSON lines on the ' +
        'standard error stream.',
    ),
  TRIBUTARY_EXPLORER: oneOfTwo('true', 'false')
    .prefault('true')
    .describe('`false`: no explorer page at `/`, and no page for plans at `/plan`.'),
});

export type SettingName = keyof typeof SETTINGS_TABLE.shape;
