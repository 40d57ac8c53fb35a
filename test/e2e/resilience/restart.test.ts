import { print } from 'graphql';
import { ALL_ITEMS, createItems, readAllItems } from '../../fixtures/items';
import {
  IntegrationsDocument,
  IntegrationSupportDocument,
  RemoteTablesDocument,
  ServiceCatalogDocument,
  ServicesDocument,
} from '../../generated/operations';
import { eventually } from '../../helpers/eventually';
import { findEnginePids } from '../../helpers/gateway/find-engine-pids';
import { registerPostgresql } from '../../helpers/gateway/register-postgresql';
import {
  spawnCommandLine,
  startGatewayProcess,
  type GatewayProcess,
} from '../../helpers/gateway/start-gateway-process';
import {
  startTestGateway,
  type Answer,
  type TestGateway,
} from '../../helpers/gateway/start-test-gateway';
import { isProcessAlive, waitForProcessEnd } from '../../helpers/is-process-alive';
import { makeTempDir, type TempDir } from '../../helpers/make-temp-dir';
import { startPostgresql, type PostgresqlServer } from '../../servers/postgresql-server';

/**
 * The engine and the gateway die, or are stopped: nothing stays behind, and whoever comes next
 * finds everything again.
 */

function expectAllItems(answer: Answer): void {
  expect({ data: answer.data, errors: answer.errors }).toEqual({
    data: ALL_ITEMS,
    errors: undefined,
  });
}

const MANAGEMENT_QUERIES = [
  ServicesDocument,
  IntegrationsDocument,
  RemoteTablesDocument,
  IntegrationSupportDocument,
];

/** The bytes of every answer to a list of operations of both halves of the API. */
async function readBytes(gateway: Pick<TestGateway, 'ask'>): Promise<readonly string[]> {
  const texts: string[] = [];
  const admin = async (query: string, variables = {}) => {
    const answer = await gateway.ask(query, variables);
    expect(answer.errors).toBeUndefined();
    // The plan holds times. Short lines make a difference readable.
    texts.push(...answer.text.replace(/,"extensions":\{"plan":.*$/s, '').split(/(?<=,)/));
  };
  for (const document of MANAGEMENT_QUERIES) await admin(print(document));
  await admin(print(ServiceCatalogDocument), { name: 'shop' });
  await admin(
    `{ ${readAllItems('shop')} __schema { types { name fields { name ` +
      'args { name } type { name kind ofType { name } } } inputFields { name } } } }',
  );
  await admin(`{ ${readAllItems('shop')} }`);
  return texts;
}

describe('a gateway over one service', () => {
  let shop: PostgresqlServer;
  beforeAll(async () => {
    shop = await startPostgresql();
    await createItems(shop, 'shop');
  }, 60_000);
  afterAll(async () => {
    await shop.remove();
  });

  describe('with an engine that is killed under load', () => {
    let gateway: TestGateway;
    beforeAll(async () => {
      gateway = await startTestGateway();
      await registerPostgresql(gateway, shop, { name: 'shop' });
    }, 60_000);
    afterAll(async () => {
      await gateway.stop();
    });

    test('answers right or says that it can be tried again, and recovers by itself', async () => {
      const before = await readBytes(gateway);
      const counts = { right: 0, refused: 0 };
      let isOver = false;
      const loop = async (): Promise<void> => {
        while (!isOver) {
          const answer = await gateway.ask(`{ ${readAllItems('shop')} }`);
          for (const [key, expected] of Object.entries(ALL_ITEMS)) {
            const error = answer.errors?.find(({ path }) => path?.[0] === key);
            if (error === undefined) {
              expect(answer.data?.[key]).toEqual(expected);
              counts.right += 1;
            } else {
              expect({ value: answer.data?.[key], ...error.extensions }).toMatchObject({
                value: null,
                code: 'CLICKHOUSE_UNAVAILABLE',
                retryable: true,
              });
              counts.refused += 1;
            }
          }
        }
      };
      const loops = Promise.all(Array.from({ length: 16 }, loop));
      for (let kill = 0; kill < 2; kill += 1) {
        const rightBefore = counts.right;
        await eventually(async () => {
          expect(counts.right).toBeGreaterThan(rightBefore + 64);
        });
        const [pid] = findEnginePids(gateway.dataDir);
        const refusedBefore = counts.refused;
        process.kill(pid ?? 0, 'SIGKILL');
        await eventually(async () => {
          expect(counts.refused).toBeGreaterThan(refusedBefore);
        });
        await eventually(async () => {
          expectAllItems(await gateway.ask(`{ ${readAllItems('shop')} }`));
        });
        expect(findEnginePids(gateway.dataDir)).toEqual([expect.any(Number)]);
        expect(findEnginePids(gateway.dataDir)).not.toEqual([pid]);
      }
      isOver = true;
      await loops;
      expect(await readBytes(gateway)).toEqual(before);
      await shop.createDatabase('second');
      await registerPostgresql(gateway, shop, { name: 'second' });
    }, 60_000);

    test('answers the same bytes after a restart of the gateway', async () => {
      const before = await readBytes(gateway);
      await gateway.restart();
      expect(await readBytes(gateway)).toEqual(before);
    }, 60_000);
  });

  describe('in a process of its own', () => {
    let folder: TempDir;
    let running: GatewayProcess | null = null;
    beforeAll(async () => {
      folder = await makeTempDir();
    });
    afterAll(async () => {
      running?.kill('SIGKILL');
      await running?.exited;
      await folder.remove();
    });

    test('that is killed, nothing of it stays behind, and the next one finds everything', async () => {
      running = await startGatewayProcess(folder.path);
      await registerPostgresql(running, shop, { name: 'shop' });
      const before = await readBytes(running);
      const [enginePid] = findEnginePids(folder.path);
      expect(isProcessAlive(enginePid ?? 0)).toBe(true);

      const asked = running.ask(`{ ${readAllItems('shop')} }`).catch(() => null);
      running.kill('SIGKILL');
      expect(await running.exited).toEqual({ code: null, signal: 'SIGKILL' });
      await asked;
      await waitForProcessEnd(enginePid ?? 0);
      expect(findEnginePids(folder.path)).toEqual([]);

      running = await startGatewayProcess(folder.path);
      expect(await readBytes(running)).toEqual(before);
    }, 60_000);

    test('says where its keys are, never what they are, and ends at SIGTERM with everything it started', async () => {
      const { out, err } = running?.output() ?? { out: '', err: '' };
      expect(out).toBe('');
      expect(err).toContain(`Admin key: in ${folder.path}/admin.key`);
      expect(err).toContain(`Read key: in ${folder.path}/read.key`);
      expect(err).not.toMatch(/tributary_(admin|read)_/);
      const [enginePid] = findEnginePids(folder.path);
      running?.kill('SIGTERM');
      expect(await running?.exited).toEqual({ code: 0, signal: null });
      expect(running?.output().err).toMatch(/Stopped\.\n$/);
      expect(isProcessAlive(enginePid ?? 0)).toBe(false);
      expect(findEnginePids(folder.path)).toEqual([]);
      running = null;
    }, 60_000);

    test('refuses settings that are not usable, each in a line of its own', async () => {
      const command = spawnCommandLine(['start'], {
        env: {
          PORT: 'eighty',
          TRIBUTARY_MAX_DEPTH: '0',
          TRIBUTARY_ADMIN_KEY: 'short-secret',
          TRIBUTARY_DATA_DIR: folder.path,
        },
      });
      expect(await command.exited).toEqual({ code: 1, signal: null });
      const { out, err } = command.output();
      expect(out).toBe('');
      expect(
        err
          .split('\n')
          .filter((line) => /^ {2}(PORT|TRIBUTARY_MAX_DEPTH|TRIBUTARY_ADMIN_KEY) /.test(line)),
      ).toHaveLength(3);
      expect(err).not.toMatch(/short-secret|eighty| at .*:\d+:\d+/);
    }, 30_000);

    test('does not start in a data directory that another one uses, and leaves that one alone', async () => {
      running = await startGatewayProcess(folder.path);
      const second = spawnCommandLine(['start'], {
        env: { PORT: '0', TRIBUTARY_DATA_DIR: folder.path },
      });
      expect((await second.exited).code).not.toBe(0);
      expect((await running.ask(`{ ${readAllItems('shop')} }`)).data).toEqual(ALL_ITEMS);
    }, 60_000);
  });
});
