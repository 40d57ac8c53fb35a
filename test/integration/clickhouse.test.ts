import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClickHouse } from '../../src/clickhouse/create-clickhouse';
import {
  startEmbeddedClickHouse,
  type EngineEvent,
} from '../../src/clickhouse/embedded/start-embedded-clickhouse';
import { GatewayError } from '../../src/errors/gateway-error';
import { clickhouseIdentifier, clickhouseString } from '../../src/sql/clickhouse-quoting';
import { sql, Sql } from '../../src/sql/sql';
import { findFreePort } from '../../src/util/find-free-port';
import { Secret } from '../../src/util/secret';
import { eventually } from '../helpers/eventually';
import { startTestClickHouse, type TestClickHouse } from '../helpers/gateway/start-test-clickhouse';
import { isProcessAlive, waitForProcessEnd } from '../helpers/is-process-alive';
import { makeTempDir } from '../helpers/make-temp-dir';
import { startPostgresql, type PostgresqlServer } from '../servers/postgresql-server';

jest.setTimeout(60_000);

const NASTY = `a'b"c\\d\te\nf\rg\0h{x:String}%--é\u{1F600}\\N`;

function number(value: number): Sql {
  return Sql.dangerouslyFromText(String(value));
}

async function failureOf(statement: Promise<unknown>): Promise<GatewayError> {
  const outcome: unknown = await statement.then(
    () => 'it succeeded',
    (error: unknown) => error,
  );
  if (outcome instanceof GatewayError) return outcome;
  throw new Error(`Not a GatewayError: ${String(outcome)}`);
}

function textsUnder(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
}

describe('an embedded ClickHouse', () => {
  let test: TestClickHouse;

  beforeAll(async () => {
    test = await startTestClickHouse();
  });

  afterAll(() => test.stop());

  describe('answers', () => {
    it('tells its version and that it has passthrough queries', async () => {
      const features = await test.clickhouse.readFeatures();
      expect(features.version).toMatch(/^\d+\.\d+\./);
      expect(features.passthroughQuery).toBe(true);
    });

    it('gives the bytes as ClickHouse printed them, with what they cost', async () => {
      const answer = await test.clickhouse.bytes(
        sql`SELECT number AS n, toDecimal64(number, 2) AS d, 'a/b' AS s FROM numbers(3) FORMAT JSONEachRow`,
      );
      expect(answer.body.toString()).toBe(
        '{"n":"0","d":"0.00","s":"a/b"}\n{"n":"1","d":"1.00","s":"a/b"}\n{"n":"2","d":"2.00","s":"a/b"}\n',
      );
      expect(answer).toMatchObject({ readRows: 3, readBytes: 24 });
      expect(answer.elapsedNs).toBeGreaterThan(0);
    });

    it('takes parameters of any text, and refuses one over 128 KiB itself', async () => {
      const values = [NASTY, '', "\\'", 'x'.repeat(100_000)];
      for (const value of values) {
        const rows = await test.clickhouse.rows<{ v: string }>(sql`SELECT {value:String} AS v`, {
          params: { value },
        });
        expect(rows).toEqual([{ v: value }]);
      }
      const tooLong = test.clickhouse.rows(sql`SELECT {value:String}`, {
        params: { value: 'x'.repeat(200_000) },
      });
      expect(await failureOf(tooLong)).toMatchObject({ code: 'CLICKHOUSE_QUERY_FAILED' });
    });

    it('takes a statement of more than 256 KiB', async () => {
      const text = clickhouseString('y'.repeat(1_000_000));
      expect(await test.clickhouse.rows(sql`SELECT length(${text}) AS n`)).toEqual([
        { n: '1000000' },
      ]);
    });

    it('reads only where it should', async () => {
      const write = sql`CREATE DATABASE not_by_a_read`;
      // 164: READONLY
      expect(await failureOf(test.clickhouse.rows(write))).toMatchObject({
        details: { clickhouseCode: 164 },
      });
      expect(await failureOf(test.clickhouse.bytes(write))).toMatchObject({
        details: { clickhouseCode: 164 },
      });
    });

    it('answers 128 statements at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 128 }, (_, i) => test.clickhouse.rows(sql`SELECT ${number(i)} AS i`)),
      );
      expect(answers).toEqual(Array.from({ length: 128 }, (_, i) => [{ i }]));
    });
  });

  describe('failures', () => {
    it('is an error, not a body, when it happens in mid-stream', async () => {
      const error = await failureOf(
        test.clickhouse.bytes(
          sql`SELECT throwIf(number = 1000000) FROM numbers(2000000) FORMAT JSONEachRow`,
        ),
      );
      expect(error).toMatchObject({
        code: 'CLICKHOUSE_QUERY_FAILED',
        retryable: false,
        details: { clickhouseCode: 395 },
      });
      expect(error.message).not.toContain('1000000');
      expect(String(error.cause)).toContain('throwIf');
    });

    it("keeps ClickHouse's text out of the cause of a sensitive statement", async () => {
      const statement = sql`CREATE NAMED COLLECTION broken AS password = ${clickhouseString('pa55word')} NONSENSE`;
      const error = await failureOf(test.clickhouse.run(statement, { sensitive: true }));
      expect(error).toMatchObject({
        code: 'CLICKHOUSE_QUERY_FAILED',
        details: { clickhouseCode: 62 },
      });
      expect(error.cause).toBeUndefined();
    });

    it('is RESULT_TOO_LARGE over a limit of rows or bytes', async () => {
      const tooMany = test.clickhouse.bytes(sql`SELECT * FROM numbers(100000) FORMAT JSONEachRow`, {
        settings: { max_result_rows: 10 },
      });
      expect(await failureOf(tooMany)).toMatchObject({
        code: 'RESULT_TOO_LARGE',
        details: { clickhouseCode: 396 },
      });
    });

    it('is SERVICE_TIMEOUT when the time is over, whoever notices', async () => {
      const slow = sql`SELECT sleepEachRow(0.5) FROM numbers(10) SETTINGS max_block_size = 1 FORMAT Null`;
      expect(await failureOf(test.clickhouse.bytes(slow, { timeoutMs: 300 }))).toMatchObject({
        code: 'SERVICE_TIMEOUT',
        retryable: true,
      });
      const inClickHouse = test.clickhouse.bytes(slow, { settings: { max_execution_time: 1 } });
      expect(await failureOf(inClickHouse)).toMatchObject({
        code: 'SERVICE_TIMEOUT',
        details: { clickhouseCode: 159 },
      });
      const byCaller = test.clickhouse.bytes(slow, { signal: AbortSignal.timeout(100) });
      expect(await failureOf(byCaller)).toMatchObject({ code: 'SERVICE_TIMEOUT' });
    });

    it('says that the caller cancelled, and ends the statement in ClickHouse', async () => {
      const caller = new AbortController();
      const slow = test.clickhouse.bytes(
        sql`SELECT 'cancel-me', sleepEachRow(0.1) FROM numbers(300) SETTINGS max_block_size = 1 FORMAT Null`,
        { signal: caller.signal },
      );
      const running = sql`SELECT query_id FROM system.processes WHERE startsWith(query, 'SELECT \\'cancel-me')`;
      await eventually(async () => expect(await test.clickhouse.rows(running)).toHaveLength(1));
      caller.abort();
      expect(await failureOf(slow)).toMatchObject({
        code: 'CLICKHOUSE_QUERY_FAILED',
        details: { cancelled: true },
      });
      await eventually(async () => expect(await test.clickhouse.rows(running)).toHaveLength(0));
      const late = test.clickhouse.rows(sql`SELECT 1`, { signal: caller.signal });
      expect(await failureOf(late)).toMatchObject({ details: { cancelled: true } });
    });

    it('is CLICKHOUSE_UNAVAILABLE when nothing listens, the password is wrong or the door is shut', async () => {
      const { connection } = test.server;
      const wrong = [
        { ...connection, url: `http://127.0.0.1:${await findFreePort()}` },
        { ...connection, password: new Secret('wrong') },
        { ...connection, httpHeaders: {} },
      ].map((each) => createClickHouse(each));
      for (const clickhouse of wrong) {
        expect(await failureOf(clickhouse.rows(sql`SELECT 1`))).toMatchObject({
          code: 'CLICKHOUSE_UNAVAILABLE',
          retryable: true,
        });
        await clickhouse.close();
      }
    });
  });

  describe('the outside', () => {
    it('answers 404 without the door header, whoever asks', async () => {
      for (const user of ['default', test.server.connection.username]) {
        const answer = await fetch(`${test.server.connection.url}/?query=SELECT+1`, {
          headers: { 'X-ClickHouse-User': user },
        });
        expect(answer.status).toBe(404);
      }
    });

    it('lets default do nothing that matters even with the header', async () => {
      const asDefault = createClickHouse({
        ...test.server.connection,
        username: 'default',
        password: new Secret(''),
      });
      const statements = [
        sql`SELECT * FROM system.users`,
        sql`SELECT * FROM system.named_collections`,
        sql`CREATE DATABASE x`,
        sql`SYSTEM SHUTDOWN`,
        sql`SELECT * FROM file('/etc/hostname', 'LineAsString')`,
        sql`SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')`,
        sql`GRANT ALL ON *.* TO default`,
      ];
      for (const statement of statements) {
        // 497: ACCESS_DENIED
        expect(await failureOf(asDefault.run(statement))).toMatchObject({
          details: { clickhouseCode: 497 },
        });
      }
      await asDefault.close();
    });
  });

  describe('secrets', () => {
    const secret = 'Zq7-named-collection-secret-x19';

    beforeAll(async () => {
      const name = clickhouseIdentifier('service_sécret');
      await test.clickhouse.run(
        sql`CREATE NAMED COLLECTION ${name} AS password = ${clickhouseString(secret)} NOT OVERRIDABLE`,
        { sensitive: true },
      );
      await test.clickhouse.run(
        sql`CREATE TABLE default.uses_it (x Int32) ENGINE = PostgreSQL('127.0.0.1:1', 'db', 't', 'user', ${clickhouseString(secret)})`,
        { sensitive: true },
      );
    });

    it('are hidden wherever ClickHouse shows them', async () => {
      const collections = await test.clickhouse.rows<{ c: string }>(
        sql`SELECT toString(collection) AS c FROM system.named_collections`,
      );
      expect(collections).toEqual([{ c: "{'password':'[HIDDEN]'}" }]);
      const table = await test.clickhouse.rows<{ statement: string }>(
        sql`SHOW CREATE TABLE default.uses_it`,
      );
      expect(JSON.stringify(table)).toContain('[HIDDEN]');
      expect(JSON.stringify(table)).not.toContain(secret);
    });

    it("of a named collection, and the gateway's own, are in no file, argument, environment or line", async () => {
      await test.clickhouse.run(sql`DROP TABLE default.uses_it SYNC`);
      const stored = textsUnder(join(test.dataDir, 'clickhouse', 'named-collections'));
      expect(stored.map((text) => text.slice(0, 3))).toEqual(['ENC']);
      const password = test.server.connection.password.reveal();
      const seen = ['cmdline', 'environ'].map((file) =>
        readFileSync(`/proc/${test.server.pid()}/${file}`, 'latin1'),
      );
      const everything = [...textsUnder(test.dataDir), ...seen, ...test.lines].join('\n');
      expect(everything).not.toContain(secret);
      expect(everything).not.toContain(password);
      const door = Object.values(test.server.connection.httpHeaders ?? {})[0] ?? '';
      expect([...seen, ...test.lines].join('\n')).not.toContain(door);
    });

    it('rest in files that only their owner can read', () => {
      const root = join(test.dataDir, 'clickhouse');
      expect(statSync(root).mode & 0o777).toBe(0o700);
      for (const file of ['config.xml', 'users.xml', 'encryption.key', 'lock'])
        expect(statSync(join(root, file)).mode & 0o777).toBe(0o600);
    });
  });

  describe('over a PostgreSQL', () => {
    let postgresql: PostgresqlServer;

    beforeAll(async () => {
      postgresql = await startPostgresql();
      await postgresql.execute(
        sql`CREATE TABLE price (id int PRIMARY KEY, amount int); INSERT INTO price VALUES (1, 0), (2, 5)`,
      );
    });

    afterAll(() => postgresql.remove());

    it('reads, and tells a failed query from a dead service', async () => {
      const collection = sql`CREATE NAMED COLLECTION service_price AS host = ${clickhouseString(postgresql.host)}, port = ${number(postgresql.port)},
        user = ${clickhouseString(postgresql.username)}, password = ${clickhouseString(postgresql.password)}, database = 'postgres'`;
      await test.clickhouse.run(collection, { sensitive: true });
      const read = (query: Sql) =>
        test.clickhouse.rows(sql`SELECT * FROM postgresql(service_price, query = ${query})`);
      expect(await read(clickhouseString('SELECT id, amount FROM price ORDER BY id DESC'))).toEqual(
        [
          { id: 2, amount: 5 },
          { id: 1, amount: 0 },
        ],
      );

      const byZero = await failureOf(read(clickhouseString('SELECT 1 / amount AS x FROM price')));
      expect(byZero).toMatchObject({
        code: 'SERVICE_QUERY_FAILED',
        retryable: false,
        details: { clickhouseCode: 1001 },
      });

      await test.clickhouse.run(
        sql`CREATE TABLE default.price (id Int32, amount Int32) ENGINE = PostgreSQL(service_price, table = 'price')`,
      );
      expect(
        await test.clickhouse.rows(sql`SELECT amount FROM default.price WHERE id = 2`),
      ).toEqual([{ amount: 5 }]);
      await test.clickhouse.run(sql`CREATE DATABASE shop ENGINE = PostgreSQL(service_price)`);
      const scan = await test.clickhouse.bytes(
        sql`SELECT id FROM shop.price ORDER BY id FORMAT JSONEachRow`,
      );
      expect(scan).toMatchObject({ body: Buffer.from('{"id":1}\n{"id":2}\n'), readRows: 2 });

      await postgresql.stop();
      expect(
        await failureOf(test.clickhouse.rows(sql`SELECT id FROM default.price`)),
      ).toMatchObject({ code: 'SERVICE_UNREACHABLE' });
      const dead = await failureOf(read(clickhouseString('SELECT id FROM price')));
      expect(dead).toMatchObject({
        code: 'SERVICE_UNREACHABLE',
        retryable: true,
        details: { clickhouseCode: 614 },
      });

      await postgresql.start();
      expect(await read(clickhouseString('SELECT count(*) AS n FROM price'))).toEqual([{ n: '2' }]);
      expect(
        await test.clickhouse.rows(sql`SELECT amount FROM default.price WHERE id = 2`),
      ).toEqual([{ amount: 5 }]);
    });
  });

  // Last, because it ends the server that the others use.
  describe('that is killed', () => {
    it('gives a clear error and answers again by itself, at the same address', async () => {
      const before = test.server.pid() ?? 0;
      const inFlight = failureOf(
        test.clickhouse.rows(
          sql`SELECT sleepEachRow(1) FROM numbers(30) SETTINGS max_block_size = 1`,
        ),
      );
      await eventually(async () =>
        expect(
          await test.clickhouse.rows(
            sql`SELECT 1 FROM system.processes WHERE query LIKE '%sleepEachRow(1)%'`,
          ),
        ).not.toHaveLength(0),
      );
      process.kill(before, 'SIGKILL');
      expect(await inFlight).toMatchObject({ code: 'CLICKHOUSE_UNAVAILABLE', retryable: true });
      expect(await failureOf(test.clickhouse.rows(sql`SELECT 1`))).toMatchObject({
        code: 'CLICKHOUSE_UNAVAILABLE',
        retryable: true,
      });
      expect(await eventually(() => test.clickhouse.rows(sql`SELECT 1 AS one`))).toEqual([
        { one: 1 },
      ]);
      await eventually(async () => expect(test.server.phase().phase).toBe('running'));
      expect(test.server.pid()).not.toBe(before);
      const collections = await test.clickhouse.rows(
        sql`SELECT name FROM system.named_collections ORDER BY name`,
      );
      expect(collections).toEqual([{ name: 'service_price' }, { name: 'service_sécret' }]);
    });
  });
});

describe('the life of an embedded ClickHouse', () => {
  it('keeps named collections and tables over a stop, which leaves no process', async () => {
    const folder = await makeTempDir();
    const phases: string[] = [];
    const onEvent = (event: EngineEvent) =>
      void (event.kind === 'phase' && phases.push(event.phase.phase));
    const first = await startEmbeddedClickHouse({ dataDir: folder.path, onEvent });
    const clickhouse = createClickHouse(first.connection);
    await clickhouse.run(sql`CREATE NAMED COLLECTION kept AS a = 'b'`);
    await clickhouse.run(sql`CREATE DATABASE tributary`);
    await clickhouse.run(sql`CREATE TABLE tributary.t (x Int32) ENGINE = MergeTree ORDER BY x`);
    await clickhouse.run(sql`INSERT INTO tributary.t VALUES (42)`);
    await clickhouse.close();
    const pid = first.pid() ?? 0;
    expect(isProcessAlive(pid)).toBe(true);
    await first.stop();
    await first.stop();
    expect(isProcessAlive(pid)).toBe(false);
    expect(first.phase()).toEqual({ phase: 'stopped' });
    expect(phases).toEqual(['starting', 'running', 'stopped']);

    const second = await startEmbeddedClickHouse({ dataDir: folder.path });
    const again = createClickHouse(second.connection);
    expect(await again.rows(sql`SELECT x FROM tributary.t`)).toEqual([{ x: 42 }]);
    expect(await again.rows(sql`SELECT name FROM system.named_collections`)).toEqual([
      { name: 'kept' },
    ]);
    expect(second.connection.password.reveal()).not.toBe(first.connection.password.reveal());
    await again.close();
    await second.stop();
    await folder.remove();
  });

  it('ends with a gateway that was killed, whose data directory can then be used again', async () => {
    const folder = await makeTempDir();
    const root = join(__dirname, '..');
    const args = [
      '--require',
      join(root, 'helpers', 'typescript-register.cjs'),
      join(root, 'fixtures', 'embedded-parent.ts'),
      folder.path,
    ];
    const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    expect(isProcessAlive(pid)).toBe(true);

    const refused = await failureOf(startEmbeddedClickHouse({ dataDir: folder.path }));
    expect(refused).toMatchObject({ code: 'IN_USE' });
    expect(refused.message).toContain(`process ${parent.pid}`);

    parent.kill('SIGKILL');
    await waitForProcessEnd(pid);
    const next = await startEmbeddedClickHouse({ dataDir: folder.path });
    expect(await failureOf(startEmbeddedClickHouse({ dataDir: folder.path }))).toMatchObject({
      code: 'IN_USE',
    });
    await next.stop();
    await folder.remove();
  });

  it('says what the server said when it does not start', async () => {
    const folder = await makeTempDir();
    const first = await startEmbeddedClickHouse({ dataDir: folder.path });
    await first.stop();
    const keyFile = join(folder.path, 'clickhouse', 'encryption.key');
    writeFileSync(keyFile, 'not a key\n');
    const error = await failureOf(startEmbeddedClickHouse({ dataDir: folder.path }));
    expect(error.code).toBe('CLICKHOUSE_UNAVAILABLE');
    expect(error.message).toContain('It said:');
    await folder.remove();
  });
});
