import { mkdtemp, readFile, rm, stat, writeFile, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { z } from 'zod';
import { GatewayError } from '../../../src/errors/gateway-error';
import { redactMessage } from '../../../src/server/errors/redact-message';
import { openKeys } from '../../../src/server/settings/keys';
import {
  listUnknownSettings,
  readSettings,
  SettingsError,
} from '../../../src/server/settings/settings';
import { SETTINGS_TABLE } from '../../../src/server/settings/settings-table';

const ADMIN_KEY = 'admin-key-of-this-test';
const READ_KEY = 'read-key-of-this-test';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

describe('settings', () => {
  test('have defaults for everything', () => {
    const settings = readSettings({});
    expect(settings).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      clickhouse: null,
      adminKey: null,
      readKey: null,
      anonymousRead: false,
      corsOrigins: [],
      allowedHosts: null,
      queryTimeoutMs: 30_000,
      maxResultRows: 1_000_000,
      maxResultBytes: 268_435_456,
      maxUnreadBytes: 1_073_741_824,
      compression: false,
      maxDepth: 12,
      maxRootFields: 50,
      maxAliases: 100,
      maxCost: 5000,
      maxJoinKeys: 10_000,
      scanBudgetRows: 1_000_000,
      scanBudgetBytes: 268_435_456,
      connectionsPerService: 16,
      connectionsPerTable: 8,
      passthrough: true,
      introspection: true,
      federation: false,
      logLevel: 'info',
      explorer: true,
    });
    expect(settings.dataDir).toBe(join(process.cwd(), '.tributary'));
  });

  test('are read and typed', () => {
    const settings = readSettings({
      PORT: '0',
      HOST: '::1',
      CLICKHOUSE_URL: 'https://ch.example.com:8443',
      CLICKHOUSE_PASSWORD: 'hunter2',
      TRIBUTARY_ADMIN_KEY: ADMIN_KEY,
      TRIBUTARY_READ_KEY: READ_KEY,
      TRIBUTARY_ANONYMOUS_READ: 'true',
      TRIBUTARY_CORS_ORIGINS: 'https://a.example.com, http://localhost:3000',
      TRIBUTARY_ALLOWED_HOSTS: '*.Example.com,10.0.0.7,::1,db',
      TRIBUTARY_PASSTHROUGH: 'off',
      TRIBUTARY_FEDERATION: 'on',
      TRIBUTARY_MAX_DEPTH: '',
      TRIBUTARY_EXPLORER: 'false',
    });
    expect(settings).toMatchObject({
      port: 0,
      host: '::1',
      clickhouse: { url: 'https://ch.example.com:8443', user: 'default' },
      anonymousRead: true,
      corsOrigins: ['https://a.example.com', 'http://localhost:3000'],
      allowedHosts: ['*.example.com', '10.0.0.7', '::1', 'db'],
      passthrough: false,
      federation: true,
      maxDepth: 12,
      explorer: false,
    });
    expect(settings.clickhouse?.password?.reveal()).toBe('hunter2');
    expect(settings.adminKey?.reveal()).toBe(ADMIN_KEY);
    expect(`${JSON.stringify(settings)}${inspect(settings, { depth: 9 })}`).not.toMatch(
      /hunter2|key-of-this-test/,
    );
    expect(readSettings({ TRIBUTARY_CORS_ORIGINS: '*' }).corsOrigins).toBe('*');
  });

  test('that are wrong are all named at once, and no value is repeated', () => {
    const env = {
      PORT: '70000',
      CLICKHOUSE_USER: 'me',
      CLICKHOUSE_PASSWORD: 'hunter2',
      TRIBUTARY_ADMIN_KEY: 'short-secret',
      TRIBUTARY_READ_KEY: 'with spaces in the key',
      TRIBUTARY_ANONYMOUS_READ: 'yes',
      TRIBUTARY_CORS_ORIGINS: 'a.example.com',
      TRIBUTARY_ALLOWED_HOSTS: 'a b',
      TRIBUTARY_QUERY_TIMEOUT_MS: '30s',
      TRIBUTARY_MAX_RESULT_BYTES: '1e9',
      TRIBUTARY_MAX_DEPTH: '0',
      TRIBUTARY_PASSTHROUGH: 'true',
      TRIBUTARY_LOG_LEVEL: 'loud',
    };
    const problems = problemsOf(env);
    expect(problems.map((line) => line.split(' ')[0]).sort()).toEqual(Object.keys(env).sort());
    expect(problems).toContain('PORT must be from 0 to 65535.');
    expect(problems).toContain('TRIBUTARY_ADMIN_KEY must have at least 16 characters.');
    expect(problems).toContain(
      'CLICKHOUSE_USER is given without CLICKHOUSE_URL: the ' +
        'embedded ClickHouse has credentials of its own.',
    );
    expect(new SettingsError(problems).message).not.toMatch(
      /hunter2|short-secret|with spaces|30s|loud/,
    );
  });

  test('that contradict each other or hide a secret in a URL are refused', () => {
    expect(problemsOf({ TRIBUTARY_ADMIN_KEY: ADMIN_KEY, TRIBUTARY_READ_KEY: ADMIN_KEY })).toEqual([
      'TRIBUTARY_READ_KEY must differ from TRIBUTARY_ADMIN_KEY.',
    ]);
    expect(problemsOf({ CLICKHOUSE_URL: 'http://me:hunter2@ch' })).toEqual([
      'CLICKHOUSE_URL must not hold a user or password: ' +
        'use CLICKHOUSE_USER and CLICKHOUSE_PASSWORD.',
    ]);
    expect(problemsOf({ CLICKHOUSE_URL: 'ch:8123' })).toEqual([
      'CLICKHOUSE_URL must be an http:// or https:// URL.',
    ]);
  });

  test('that do not exist are warned about', () => {
    expect(
      listUnknownSettings({ TRIBUTARY_MAX_DEPHT: '3', TRIBUTARY_MAX_DEPTH: '3', PATH: '/bin' }),
    ).toEqual([
      'Warning: TRIBUTARY_MAX_DEPHT is not a setting of ' +
        'Tributary and is ignored. See docs/reference/settings.md.',
    ]);
  });

  test('are documented in docs/reference/settings.md exactly as they are', async () => {
    const page = await readFile(join(__dirname, '../../../docs/reference/settings.md'), 'utf8');
    expect(/<!-- settings -->\n([\s\S]*?)\n<!-- \/settings -->/.exec(page)?.[1]).toBe(
      renderSettings(),
    );
  });
});

describe('keys', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = join(await mkdtemp(join(tmpdir(), 'tributary-keys-')), 'data');
  });
  afterEach(async () => {
    await rm(join(dataDir, '..'), { recursive: true });
  });

  test('are generated once, readable by the owner only, and never printed', async () => {
    const lines: string[] = [];
    const open = () =>
      openKeys({ dataDir, adminKey: null, readKey: null, anonymousRead: false }, (line) =>
        lines.push(line),
      );
    await open();
    const keys = await open();
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    for (const [file, role] of [
      ['admin.key', 'ADMIN'],
      ['read.key', 'READER'],
    ] as const) {
      expect((await stat(join(dataDir, file))).mode & 0o777).toBe(0o600);
      const key = (await readFile(join(dataDir, file), 'utf8')).trim();
      expect(keys.authenticate(`Bearer ${key}`)).toEqual({ role });
      expect(lines.join()).not.toContain(key);
    }
    expect(lines).toEqual([
      `Admin key: generated into ${join(dataDir, 'admin.key')}`,
      `Read key: generated into ${join(dataDir, 'read.key')}`,
      `Admin key: in ${join(dataDir, 'admin.key')}`,
      `Read key: in ${join(dataDir, 'read.key')}`,
    ]);
  });

  test('in files that are open to others or empty are complained about', async () => {
    const lines: string[] = [];
    const open = () =>
      openKeys({ dataDir, adminKey: null, readKey: null, anonymousRead: false }, (line) =>
        lines.push(line),
      );
    await open();
    await chmod(join(dataDir, 'read.key'), 0o644);
    await open();
    expect(lines.filter((line) => line.startsWith('Warning'))).toHaveLength(1);
    await writeFile(join(dataDir, 'admin.key'), '\n');
    await expect(open()).rejects.toThrow(SettingsError);
  });

  test('tell callers apart', async () => {
    const given = {
      adminKey: readSettings({ TRIBUTARY_ADMIN_KEY: ADMIN_KEY }).adminKey,
      readKey: readSettings({ TRIBUTARY_READ_KEY: READ_KEY }).readKey,
    };
    const closed = await openKeys({ dataDir, ...given, anonymousRead: false }, () => undefined);
    const open = await openKeys({ dataDir, ...given, anonymousRead: true }, () => undefined);
    expect(closed.authenticate(`bearer  ${READ_KEY} `)).toEqual({ role: 'READER' });
    expect(open.authenticate(undefined)).toEqual({ role: 'ANONYMOUS' });
    expect(open.authenticate('Bearer ')).toEqual({ role: 'ANONYMOUS' });
    expect(() => closed.authenticate(undefined)).toThrow(/Authorization: Bearer <key>/);
    for (const header of [
      'Bearer wrong',
      `Bearer ${ADMIN_KEY}x`,
      `Basic ${ADMIN_KEY}`,
      ADMIN_KEY,
      'Bearer a b',
    ]) {
      expect(() => open.authenticate(header)).toThrow(GatewayError);
    }
    await expect(stat(dataDir)).rejects.toThrow('ENOENT');
  });
});

describe('messages of graphql-js', () => {
  test.each([
    [
      'Variable "$i" got invalid value { password: "hunter2", foo: 1 } ' +
        'at "i.credentials"; Field "foo" is not defined by ' +
        'type "CredentialsInput".',
      'Variable "$i" got an invalid value at "i.credentials". ' +
        'Field "foo" is not defined by type "CredentialsInput".',
    ],
    [
      'Variable "$i" got invalid value "hunter2"; ' +
        'Int cannot represent non-integer value: "hunter2"',
      'Variable "$i" got an invalid value. It does not fit its type.',
    ],
    [
      'Variable "$i" of required type "String!" was not provided.',
      'Variable "$i" of required type "String!" was not provided.',
    ],
    [
      'Syntax Error: Expected Name, found String "hunter2".',
      'Syntax Error: Expected Name, found String.',
    ],
    [
      'Int cannot represent non-integer value: "hunter2"',
      'Int cannot represent non-integer value.',
    ],
    ['Cannot query field "x" on type "Query".', 'Cannot query field "x" on type "Query".'],
  ])('lose the values of callers: %s', (message, expected) => {
    expect(redactMessage(message)).toBe(expected);
  });
});

/** Renders the settings as the Markdown table of docs/reference/settings.md. */
function renderSettings(): string {
  const rows = Object.entries(SETTINGS_TABLE.shape).map(([name, schema]) => {
    return `| \`${name}\` | ${renderDefault(schema)} | ${schema.description ?? ''} |`;
  });
  return ['| Variable | Default | Meaning |', '|---|---|---|', ...rows].join('\n');
}

function renderDefault(schema: z.ZodType): string {
  const text = schema instanceof z.ZodPrefault ? String(schema.def.defaultValue) : '';
  return text === '' ? 'none' : `\`${text}\``;
}
