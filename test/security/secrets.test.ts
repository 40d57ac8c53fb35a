import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { postgresqlString } from '../../src/sql/postgresql-quoting';
import { sql } from '../../src/sql/sql';
import { askEngine as askEngineOf, RANDOM_RECORDER } from '../helpers/gateway/ask-engine';
import { findEnginePids } from '../helpers/gateway/find-engine-pids';
import { findSecrets, secretForms } from '../helpers/gateway/secret-forms';
import { startGatewayProcess, type GatewayProcess } from '../helpers/gateway/start-gateway-process';
import type { Answer } from '../helpers/gateway/start-test-gateway';
import { makeTempDir, type TempDir } from '../helpers/make-temp-dir';
import { startPostgresql, type PostgresqlServer } from '../servers/postgresql-server';

/**
 * The whole life of a service, with the log at `trace`, then a search for every secret in every
 * form: in files, log, answers, ClickHouse's own catalog, PostgreSQL's log and what the system
 * tells of processes.
 */
const newCore = (): string => randomBytes(15).toString('hex');
const CORES = { password: newCore(), wrong: newCore(), other: newCore() };
const PASSWORD = `'"\\\`$ {} %s {q:String} ü名😀 ;--&<>${CORES.password}`;
const WRONG_PASSWORD = `\\'"wrong ${CORES.wrong}`;
/** A password in a document that is not even valid. */
const MISPLACED = `mis'placed"${CORES.other}`;

let postgresql: PostgresqlServer;
let data: TempDir;
let notes: TempDir;
let gateway: GatewayProcess;
let printed = '';
const answers: string[] = [];
/** What the kernel told of the gateway and its children, at every look. */
const processTexts: Buffer[] = [];

beforeAll(async () => {
  [postgresql, data, notes] = await Promise.all([
    startPostgresql({ logStatements: true }),
    makeTempDir(),
    makeTempDir(),
  ]);
  await postgresql.createDatabase('quiet');
  await postgresql.execute(sql`ALTER DATABASE quiet SET log_statement = 'none'`);
  await postgresql.execute(
    sql`CREATE ROLE reader LOGIN PASSWORD ${postgresqlString(PASSWORD)}`,
    'quiet',
  );
  await postgresql.createDatabase('shop');
  await postgresql.execute(
    sql`
    CREATE TABLE items (id int PRIMARY KEY, name text); CREATE TABLE doomed (id int PRIMARY KEY);
    INSERT INTO items VALUES (1, 'one'); GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader`,
    'shop',
  );
  await startGateway();
}, 60_000);

afterAll(async () => {
  await stopGateway();
  await Promise.all([postgresql.remove(), data.remove(), notes.remove()]);
}, 30_000);

async function startGateway(): Promise<void> {
  const env = { TRIBUTARY_LOG_LEVEL: 'trace', RANDOM_BYTES_FILE: join(notes.path, 'random') };
  gateway = await startGatewayProcess(data.path, { env, require: [RANDOM_RECORDER] });
}

async function stopGateway(): Promise<void> {
  gateway.kill('SIGTERM');
  expect(await gateway.exited).toEqual({ code: 0, signal: null });
  const { out, err } = gateway.output();
  printed += out + err;
}

async function ask(
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Answer> {
  const answer = await gateway.ask(query, variables, {
    authorization: `Bearer ${readKey('admin')}`,
    'tributary-plan': '1',
  });
  answers.push(answer.text);
  lookAtProcesses();
  return answer;
}

function readKey(name: 'admin' | 'read'): string {
  return readFileSync(join(data.path, `${name}.key`), 'utf8').trim();
}

function lookAtProcesses(): void {
  for (const pid of [gateway.pid, ...findEnginePids(data.path)]) {
    for (const file of ['cmdline', 'environ'])
      processTexts.push(readFileSync(`/proc/${pid}/${file}`));
  }
}

/**
 * Every secret that exists by now, by name: ours, and what the gateway generated (the recorder
 * knows).
 */
async function listSecrets(): Promise<ReadonlyMap<string, readonly Buffer[]>> {
  const random = [
    ...new Set((await readFile(join(notes.path, 'random'), 'utf8')).trim().split('\n')),
  ];
  const config = await readFile(join(data.path, 'clickhouse/config.xml'), 'utf8');
  const encryptionKey = (
    await readFile(join(data.path, 'clickhouse/encryption.key'), 'utf8')
  ).trim();
  expect(random).toContain(encryptionKey);
  const generated = random.map((hex): readonly [string, readonly Buffer[]] => {
    const text = Buffer.from(hex, 'hex').toString('base64url');
    const name = readKey('admin').endsWith(text)
      ? 'admin key'
      : readKey('read').endsWith(text)
        ? 'read key'
        : hex === encryptionKey
          ? 'encryption key'
          : config.includes(text)
            ? 'door'
            : `engine password ${hex.slice(0, 4)}`;
    return [name, [...secretForms(text), ...secretForms(hex)]];
  });
  expect(generated.map(([name]) => name)).toEqual(
    expect.arrayContaining([
      'admin key',
      'read key',
      'encryption key',
      'door',
      expect.stringMatching(/^engine password/),
    ]),
  );
  return new Map([
    ...generated,
    ['password', secretForms(PASSWORD, CORES.password)],
    ['wrong password', secretForms(WRONG_PASSWORD, CORES.wrong)],
    ['misplaced password', secretForms(MISPLACED, CORES.other)],
  ]);
}

/** Which secrets stand in which files of the data directory, with the files' modes. */
async function searchFiles(): Promise<Readonly<Record<string, string>>> {
  const secrets = await listSecrets();
  const found: Record<string, string> = {};
  for (const entry of await readdir(data.path, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !existsSync(path)) continue;
    const names = findSecrets(await readFile(path), secrets);
    if (names.length > 0)
      found[relative(data.path, path)] =
        `${names.toSorted().join(', ')} (${((await stat(path)).mode & 0o777).toString(8)})`;
  }
  return found;
}

const ALLOWED_FILES = {
  'admin.key': 'admin key (600)',
  'read.key': 'read key (600)',
  'clickhouse/encryption.key': 'encryption key (600)',
  'clickhouse/config.xml': 'door, encryption key (600)',
};

const askEngine = (statement: string): Promise<string> =>
  askEngineOf({ dataDir: data.path, randomFile: join(notes.path, 'random') }, statement);

const credentials = { username: 'reader', password: PASSWORD };
const TEST =
  'mutation ($credentials: CredentialsInput) { ' +
  'testConnection(service: "shop", credentials: $credentials) { ok ' +
  'refusal message } }';
const SET_UP =
  'mutation ($input: SetUpManagedDatabasesInput!) { ' +
  'setUpManagedDatabases(input: $input) { id state namedCollection errors { code ' +
  'message } databases { name } } }';
const SHARE =
  'mutation ($input: SetUpManagedCredentialsInput!) { ' +
  'setUpManagedCredentials(input: $input) { id grants } }';
const LIST =
  '{ services { name address } integrations { id type state ' +
  'namedCollection grants errors { message } deletionImpact { databases ' +
  'remoteTables } } remoteTables { name engine columns { name } } }';
const code = (answer: Answer): unknown => answer.errors?.[0]?.extensions['code'];

test('a service is registered, with wrong credentials and then with right ones', async () => {
  const { host, port } = postgresql;
  const created = await ask(
    'mutation ($input: CreateServiceInput!) { createService(input: $input) { id } }',
    {
      input: {
        name: 'shop',
        location: 'MANAGED',
        postgresql: { host, port, database: 'shop', sslMode: 'DISABLE' },
      },
    },
  );
  expect(created.errors).toBeUndefined();
  expect(
    (await ask(TEST, { credentials: { ...credentials, password: WRONG_PASSWORD } })).data,
  ).toMatchObject({ testConnection: { ok: false, refusal: 'AUTHENTICATION_FAILED' } });
  expect(
    code(
      await ask(SET_UP, {
        input: { service: 'shop', credentials: { ...credentials, password: WRONG_PASSWORD } },
      }),
    ),
  ).toBe('CREDENTIALS_REFUSED');
  expect((await ask(TEST, { credentials })).data).toMatchObject({ testConnection: { ok: true } });
  expect((await ask(SET_UP, { input: { service: 'shop', credentials } })).data).toMatchObject({
    setUpManagedDatabases: { state: 'RUNNING' },
  });
  expect(code(await ask(SET_UP, { input: { service: 'shop', credentials } }))).toBeDefined();
  expect(
    (
      await ask(SHARE, {
        input: { service: 'shop', remoteTables: [{ name: 'again', table: 'items' }] },
      })
    ).errors,
  ).toBeUndefined();
  expect((await ask(TEST)).data).toMatchObject({ testConnection: { ok: true } });
}, 30_000);

test('documents that are wrong around a password do not come back with it', async () => {
  const quoted = JSON.stringify(MISPLACED);
  const refused = [
    await ask(
      'mutation { testConnection(service: "shop", ' +
        `credentials: {username: "reader", password: ${quoted}`,
    ),
    await ask(
      'mutation { testConnection(service: "shop", ' +
        `credentials: {username: "reader", passwort: ${quoted}}) { ok } }`,
    ),
    await ask(
      'mutation { testConnection(service: "shop", ' +
        `credentials: {username: [${quoted}, {}], ` +
        `password: ${quoted}}) { nope } }`,
    ),
    await ask(`mutation { testConnection(service: "shop", credentials: ${quoted}) { ok } }`),
    await ask(TEST, { credentials: { username: 'reader', password: { text: MISPLACED } } }),
    await ask(TEST, { credentials: MISPLACED }),
    await ask(TEST, { credentials: [{ username: MISPLACED, password: 5 }] }),
    await ask(`mutation ($input: CreateServiceInput!) { createService(input: $input) { id } }`, {
      input: {
        name: 'leak',
        location: 'MANAGED',
        postgresql: { host: `reader:${MISPLACED}@host`, database: 'shop' },
      },
    }),
    await ask(`mutation ($input: CreateServiceInput!) { createService(input: $input) { id } }`, {
      input: { name: 'leak', location: MISPLACED, postgresql: { host: 'h', port: MISPLACED } },
    }),
  ];
  for (const { errors } of refused) expect(errors?.length).toBeGreaterThan(0);
  const url = `${gateway.url}/graphql?query=${encodeURIComponent(`{ services(name: ${quoted}) { id } }`)}`;
  answers.push(
    await (
      await fetch(url, {
        headers: { authorization: `Bearer ${readKey('admin')}`, 'apollo-require-preflight': '1' },
      })
    ).text(),
  );
  answers.push(
    await (
      await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        body: `{"query": ${quoted}`,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${MISPLACED}` },
      })
    ).text(),
  );
});

test('queries answer and fail', async () => {
  expect(
    (await ask('{ shopItems { id name } shopItemsByPk(id: 1) { name } shopDoomed { id } }')).data,
  ).toMatchObject({ shopItems: [{ id: 1, name: 'one' }] });
  await postgresql.execute(sql`DROP TABLE doomed`, 'shop');
  expect(code(await ask('{ shopDoomed(orderBy: {id: ASC}) { id } }'))).toBe('SERVICE_QUERY_FAILED');
  expect((await ask('{ shopDoomed { id } }')).errors).toBeDefined();
  await postgresql.stop();
  expect(code(await ask('{ shopItems(orderBy: {id: ASC}) { id } }'))).toBe('SERVICE_UNREACHABLE');
  expect((await ask(TEST)).data).toMatchObject({ testConnection: { ok: false } });
  expect((await ask(TEST, { credentials })).data).toMatchObject({
    testConnection: { ok: false, refusal: 'UNREACHABLE' },
  });
  await postgresql.start();
  expect((await ask(LIST)).errors).toBeUndefined();
}, 30_000);

test("ClickHouse's catalog does not show them", async () => {
  const texts = await Promise.all(
    [
      'SELECT * FROM system.named_collections FORMAT JSONEachRow',
      "SELECT * FROM system.databases WHERE name NOT IN ('system') FORMAT JSONEachRow",
      "SELECT * FROM system.tables WHERE database IN ('tributary', 'service_shop_shop_public', 'service_shop') FORMAT JSONEachRow",
      'SELECT * FROM system.processes FORMAT JSONEachRow',
      'SELECT * FROM system.errors FORMAT JSONEachRow',
      'SELECT * FROM system.users FORMAT JSONEachRow',
      'SELECT * FROM system.grants FORMAT JSONEachRow',
    ].map(askEngine),
  );
  expect(texts[0]).toContain('service_shop');
  const names = (
    await askEngine(
      "SELECT name FROM system.databases WHERE name LIKE '%shop%' OR name = 'tributary'",
    )
  )
    .trim()
    .split('\n');
  expect(names.length).toBeGreaterThan(1);
  for (const name of names) texts.push(await askEngine(`SHOW CREATE DATABASE \`${name}\``));
  for (const table of (
    await askEngine("SELECT name FROM system.tables WHERE database = 'tributary'")
  )
    .trim()
    .split('\n')) {
    texts.push(
      await askEngine(`SHOW CREATE TABLE tributary.\`${table.replaceAll('\\\\', '\\')}\``),
    );
  }
  texts.push(await askEngine('SELECT * FROM tributary.registry FORMAT JSONEachRow'));
  const secrets = await listSecrets();
  for (const text of texts) expect(findSecrets(text, secrets)).toEqual([]);
});

test("files hold them in their own place only, encrypted where they are the caller's", async () => {
  expect(await searchFiles()).toEqual(ALLOWED_FILES);
  await stopGateway();
  expect(await searchFiles()).toEqual(ALLOWED_FILES);
  for (const folder of [data.path, join(data.path, 'clickhouse')])
    expect((await stat(folder)).mode & 0o077).toBe(0);
  await startGateway();
  expect((await ask('{ shopItems { id name } shopAgain { id } }')).data).toMatchObject({
    shopItems: [{ id: 1, name: 'one' }],
  });
  expect(await searchFiles()).toEqual(ALLOWED_FILES);
}, 30_000);

test('deletion takes the stored credentials along', async () => {
  expect(
    (await ask('mutation { deleteService(name: "shop") { id } }')).errors?.[0]?.extensions['code'],
  ).toBe('IN_USE');
  expect(
    (await ask('mutation { deleteService(name: "shop", force: true) { id } }')).errors,
  ).toBeUndefined();
  expect((await askEngine('SELECT count() FROM system.named_collections')).trim()).toBe('0');
  expect(await readdir(join(data.path, 'clickhouse/named-collections'))).toEqual([]);
  await stopGateway();
  expect(await searchFiles()).toEqual(ALLOWED_FILES);
  await startGateway();
}, 30_000);

test("answers, log, output, PostgreSQL's log and process lists never held one", async () => {
  const secrets = await listSecrets();
  await stopGateway();
  expect(printed).toContain('"msg":"request"');
  expect(findSecrets(printed, secrets)).toEqual([]);
  expect(answers.length).toBeGreaterThan(20);
  for (const answer of answers) expect(findSecrets(answer, secrets)).toEqual([]);
  const log = await postgresql.readLog();
  expect(log).toContain('COPY (SELECT');
  expect(findSecrets(log, secrets)).toEqual([]);
  expect(processTexts.length).toBeGreaterThan(40);
  expect(findSecrets(Buffer.concat(processTexts), secrets)).toEqual([]);
  await rm(join(notes.path, 'random'));
  await startGateway();
}, 30_000);

test('the search finds a secret in each form, or the tests above would prove nothing', () => {
  const secrets = new Map([['password', secretForms(PASSWORD, CORES.password)]]);
  const hidden = [
    PASSWORD,
    JSON.stringify({ PASSWORD }),
    encodeURIComponent(PASSWORD),
    Buffer.from(PASSWORD).toString('base64'),
    Buffer.from(`x:${PASSWORD}!`).toString('base64'),
    Buffer.from(`xy${PASSWORD}`).toString('base64url'),
    Buffer.from(PASSWORD).toString('hex'),
    postgresqlString(PASSWORD).text,
    Buffer.from(PASSWORD, 'utf16le'),
  ];
  for (const text of hidden) expect(findSecrets(text, secrets)).toEqual(['password']);
  expect(findSecrets(`almost ${CORES.password.slice(1)}`, secrets)).toEqual([]);
});
