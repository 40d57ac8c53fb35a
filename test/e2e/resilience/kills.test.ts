import { createClickHouse } from '../../../src/clickhouse/create-clickhouse';
import { startEmbeddedClickHouse } from '../../../src/clickhouse/embedded/start-embedded-clickhouse';
import { createRegistry } from '../../../src/registry/registry';
import { sql } from '../../../src/sql/sql';
import {
  startGatewayProcess,
  type GatewayProcess,
} from '../../helpers/gateway/start-gateway-process';
import {
  startTestClickHouse,
  type TestClickHouse,
} from '../../helpers/gateway/start-test-clickhouse';
import { startTestGateway, type TestGateway } from '../../helpers/gateway/start-test-gateway';
import { findDisagreements } from '../../helpers/kills/find-disagreements';
import {
  killInMutations,
  prepareAll,
  removeAll,
  repeatAll,
  settledWithin,
  statementOf,
  stopInMutations,
} from '../../helpers/kills/kill-round';
import {
  createKillablePostgresql,
  findForgottenAccounts,
  listKilledMutations,
  type KillableService,
  type KilledMutation,
} from '../../helpers/kills/killed-mutations';
import { makeTempDir, type TempDir } from '../../helpers/make-temp-dir';
import {
  startClickHouseDoor,
  type ClickHouseDoor,
} from '../../helpers/sources/start-clickhouse-door';
import { startPostgresql, type PostgresqlServer } from '../../servers/postgresql-server';

/**
 * A gateway is killed in the middle of every mutation at once. `npm run kill-gateways` does the
 * same for as long as one likes; test/integration/lifecycle.test.ts fails every single statement.
 */

let postgresql: PostgresqlServer;
let kind: KillableService;
let mutations: readonly KilledMutation[];
let folder: TempDir;

beforeAll(async () => {
  [postgresql, folder] = await Promise.all([startPostgresql(), makeTempDir()]);
  kind = await createKillablePostgresql(postgresql);
  mutations = listKilledMutations('pg', kind);
}, 60_000);

/** Those of a test that failed would keep the test run alive. */
const started: GatewayProcess[] = [];
async function start(
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
): Promise<GatewayProcess> {
  const gateway = await startGatewayProcess(dataDir, { env });
  started.push(gateway);
  return gateway;
}
afterEach(async () => {
  for (const gateway of started.splice(0)) {
    gateway.kill('SIGKILL');
    await gateway.exited;
  }
});

afterAll(async () => {
  await postgresql.remove();
  await folder.remove();
});

describe('beside another one on the same ClickHouse', () => {
  let engine: TestClickHouse;
  let door: ClickHouseDoor;
  let survivor: TestGateway;

  beforeAll(async () => {
    engine = await startTestClickHouse();
    door = await startClickHouseDoor(engine);
    survivor = await startTestGateway(door.env);
  }, 60_000);
  afterAll(async () => {
    await survivor.stop();
    await door.stop();
    await engine.stop();
  });

  test.each([
    ['its own next start settles it, at once', 25, true],
    ['the other one settles it, in some seconds', 55, false],
  ])(
    '%s',
    async (_who, n, restarts) => {
      await prepareAll(mutations, survivor.ask);
      await killInMutations(mutations, await start(folder.path, door.env), statementOf(door, n));
      if (restarts) await start(folder.path, door.env);
      // Without a restart nothing is touched before the leases of the one that was killed expire.
      expect(await settledWithin(engine.clickhouse, restarts ? 5_000 : 20_000)).toEqual([]);
      expect(await findForgottenAccounts(survivor.ask, kind)).toEqual([]);
      expect(await repeatAll(mutations, survivor.ask)).toEqual([]);
      expect(await settledWithin(engine.clickhouse, 0)).toEqual([]);
      expect(await removeAll(mutations, survivor.ask)).toEqual([]);
      await expectNothingLeft();
    },
    120_000,
  );

  test('one that was only stopped goes on with none of its changes when it wakes up', async () => {
    await prepareAll(mutations, survivor.ask);
    const wakeUp = await stopInMutations(
      mutations,
      await start(folder.path, door.env),
      statementOf(door, 40),
    );
    expect(await settledWithin(engine.clickhouse, 20_000)).toEqual([]);
    const codes = await wakeUp();
    expect(codes).toContain('IN_USE');
    expect(await settledWithin(engine.clickhouse, 5_000)).toEqual([]);
    expect(await repeatAll(mutations, survivor.ask)).toEqual([]);
    expect(await removeAll(mutations, survivor.ask)).toEqual([]);
    await expectNothingLeft();
  }, 120_000);

  async function expectNothingLeft(): Promise<void> {
    expect(
      await engine.clickhouse.rows(
        sql`SELECT name FROM system.named_collections UNION ALL SELECT name FROM system.databases WHERE match(name, '^endpoint_')`,
      ),
    ).toEqual([]);
  }
});

test('alone with its embedded ClickHouse: its next start settles everything', async () => {
  const own = await makeTempDir();
  try {
    const victim = await start(own.path);
    await prepareAll(mutations, victim.ask);
    await killInMutations(
      mutations,
      victim,
      new Promise((resolve) => {
        setTimeout(resolve, 400);
      }),
    );
    const next = await start(own.path);
    expect(await repeatAll(mutations, next.ask)).toEqual([]);
    next.kill('SIGTERM');
    await next.exited;

    const server = await startEmbeddedClickHouse({ dataDir: own.path });
    const clickhouse = createClickHouse(server.connection);
    try {
      expect(await findDisagreements(clickhouse, await createRegistry(clickhouse).load())).toEqual(
        [],
      );
    } finally {
      await clickhouse.close();
      await server.stop();
    }
  } finally {
    await own.remove();
  }
}, 120_000);
