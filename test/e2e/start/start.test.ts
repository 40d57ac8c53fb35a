import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { version } from '../../../package.json';
import { findFreePort } from '../../../src/util/find-free-port';
import { eventually } from '../../helpers/eventually';
import { findEnginePids } from '../../helpers/gateway/find-engine-pids';
import { spawnCommandLine } from '../../helpers/gateway/start-gateway-process';
import { makeTempDir, type TempDir } from '../../helpers/make-temp-dir';
import { startClickhouse, type ClickhouseServer } from '../../servers/clickhouse-server';

/**
 * Real processes: what a start says when it cannot be, that it ends when it is told to, and what
 * options do.
 */

let folder: TempDir;
beforeEach(async () => {
  folder = await makeTempDir();
});
afterEach(async () => {
  await folder.remove();
});

type CommandLine = ReturnType<typeof spawnCommandLine>;

const start = (env: Readonly<Record<string, string>>, ...options: readonly string[]): CommandLine =>
  spawnCommandLine(['start', ...options], {
    env: { PORT: '0', TRIBUTARY_DATA_DIR: folder.path, ...env },
  });

const untilSaid = (command: CommandLine, text: string): Promise<void> =>
  eventually(async () => {
    expect(command.output().err).toContain(text);
  });

describe('a data folder that cannot be used', () => {
  const REFUSED = /^The data folder \S+ cannot be used: ([^(]+) \((E[A-Z]+)[^)]*\)\. Set [^\n]+\n$/;

  async function refusalOf(dataDir: string): Promise<readonly string[]> {
    const command = start({ TRIBUTARY_DATA_DIR: dataDir });
    expect(await command.exited).toEqual({ code: 1, signal: null });
    expect(command.output()).toEqual({ out: '', err: expect.stringMatching(REFUSED) as string });
    return REFUSED.exec(command.output().err)?.slice(1) ?? [];
  }

  test('because it is a file, or below one, is told in one line', async () => {
    const file = join(folder.path, 'file');
    await writeFile(file, '');
    expect(await refusalOf(file)).toEqual(['a part of its path is a file', 'EEXIST']);
    expect(await refusalOf(join(file, 'data'))).toEqual([
      'a part of its path is a file',
      'ENOTDIR',
    ]);
  }, 60_000);

  // Nobody makes folders there, root neither; in a container the whole file system is read-only.
  test('because of rights or a read-only file system is told in one line', async () => {
    expect((await refusalOf('/sys/tributary'))[1]).toMatch(/^(EPERM|EACCES|EROFS)$/);
  }, 60_000);
});

describe('a ClickHouse of the operator', () => {
  let clickhouse: ClickhouseServer;
  beforeAll(async () => {
    clickhouse = await startClickhouse();
  }, 60_000);
  afterAll(async () => {
    await clickhouse.remove();
  });

  test.each([
    ['a wrong password', () => clickhouse.username],
    ['a user that it does not know', () => 'nobody_knows'],
  ])(
    'that refuses %s is told apart from one that is down, at once',
    async (_what, user) => {
      const command = start({
        CLICKHOUSE_URL: clickhouse.httpUrl,
        CLICKHOUSE_USER: user(),
        CLICKHOUSE_PASSWORD: 'guessed-in-vain',
      });
      expect(await command.exited).toEqual({ code: 1, signal: null });
      const lines = command.output().err.trimEnd().split('\n');
      expect(lines.at(-1)).toBe(
        `The ClickHouse at ${clickhouse.httpUrl} answers, and refuses the user ${user()} or its password.` +
          ' Set CLICKHOUSE_USER and CLICKHOUSE_PASSWORD.',
      );
      expect(lines.join()).not.toMatch(/guessed-in-vain|does not answer yet/);
    },
    60_000,
  );
});

describe('Ctrl-C ends a start at once', () => {
  async function expectStop(command: CommandLine, signal: NodeJS.Signals): Promise<void> {
    const askedAt = performance.now();
    command.kill(signal);
    expect(await command.exited).toEqual({ code: 0, signal: null });
    expect(performance.now() - askedAt).toBeLessThan(5_000);
    expect(command.output().err).toMatch(/\nStopping\. [^\n]+\nStopped\.\n$/);
    expect(command.output().err).not.toContain('GraphQL:');
  }

  test('while ClickHouse is down', async () => {
    const command = start({ CLICKHOUSE_URL: `http://127.0.0.1:${await findFreePort()}` });
    await untilSaid(command, 'does not answer yet');
    await expectStop(command, 'SIGINT');
  }, 60_000);

  test('while ClickHouse takes the question and says nothing', async () => {
    const silent = await new Promise<Server>((resolve) => {
      const server = createServer(() => undefined).listen(0, '127.0.0.1', () => {
        resolve(server);
      });
    });
    const asked = new Promise((resolve) => silent.once('connection', resolve));
    const { port } = silent.address() as AddressInfo;
    const command = start({ CLICKHOUSE_URL: `http://127.0.0.1:${port}` });
    await asked;
    await expectStop(command, 'SIGTERM');
    silent.close();
  }, 60_000);

  test('while the embedded ClickHouse starts, of which nothing stays behind', async () => {
    const command = start({});
    await eventually(async () => {
      expect(findEnginePids(folder.path)).toHaveLength(1);
    });
    await expectStop(command, 'SIGINT');
    expect(findEnginePids(folder.path)).toEqual([]);
    expect(existsSync(join(folder.path, 'clickhouse/lock'))).toBe(false);
  }, 60_000);
});

describe('options', () => {
  test('win over settings of the environment', async () => {
    const [port, dataDir] = [await findFreePort(), join(folder.path, 'of the option')];
    const command = start(
      { PORT: '1', HOST: 'nowhere.invalid' },
      ...['--port', String(port), '--host=localhost', '--data-dir', dataDir],
    );
    await untilSaid(command, `GraphQL: http://localhost:${port}/graphql`);
    expect((await fetch(`http://localhost:${port}/health`)).status).toBe(200);
    expect(existsSync(join(dataDir, 'admin.key'))).toBe(true);
    command.kill('SIGTERM');
    expect(await command.exited).toEqual({ code: 0, signal: null });
  }, 60_000);

  test('that do not exist, and the version, are answered without a start', async () => {
    const [wrong, asked] = [start({}, '--prot', '1'), spawnCommandLine(['-v'])];
    expect(await wrong.exited).toEqual({ code: 2, signal: null });
    expect(wrong.output().err).toMatch(/^unknown option '--prot' [^\n]+\n$/);
    expect(await asked.exited).toEqual({ code: 0, signal: null });
    expect(asked.output()).toEqual({ out: `${version}\n`, err: '' });
  }, 60_000);
});
