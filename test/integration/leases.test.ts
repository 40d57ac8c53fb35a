import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClickHouse } from '../../src/clickhouse/create-clickhouse';
import { createServiceLocks } from '../../src/management/context/service-locks';
import { createLeases, type Leases } from '../../src/registry/leases';
import { createRegistry } from '../../src/registry/registry';
import { putService } from '../../src/registry/registry-change';
import { eventually } from '../helpers/eventually';
import { startTestClickHouse, type TestClickHouse } from '../helpers/gateway/start-test-clickhouse';
import { startTcpProxy } from '../helpers/sources/start-tcp-proxy';

let engine: TestClickHouse;
let leases: Leases;
const open = (gateway: string): Leases => createLeases(engine.clickhouse, gateway, randomUUID);
const service = (id: string, name: string) =>
  putService({
    id,
    name,
    type: 'POSTGRESQL',
    location: 'EXTERNAL',
    address: {},
    createdAt: 'x',
    updatedAt: 'x',
  });

beforeAll(async () => {
  engine = await startTestClickHouse();
  leases = open('one');
  await leases.ensure();
  await createRegistry(engine.clickhouse).ensure();
}, 60_000);
afterAll(() => engine.stop());

test('a lease is of one holder until it is released', async () => {
  const lease = await leases.acquire('a', 0);
  expect(lease?.isHeld()).toBe(true);
  expect(await open('two').acquire('a', 300)).toBeNull();
  expect(await leases.acquire('a', 0)).toBeNull();
  const other = await open('two').acquire('b', 0);
  expect(other?.isHeld()).toBe(true);
  expect([...(await leases.leasedSubjects())].toSorted()).toEqual(['a', 'b']);
  await Promise.all([lease?.release(), other?.release()]);
  expect(lease?.isHeld()).toBe(false);
  expect([...(await leases.leasedSubjects())]).toEqual([]);
});

test('of many that come at once one has it at a time, and each gets its turn', async () => {
  let holders = 0;
  let most = 0;
  let total = 0;
  await Promise.all(
    Array.from({ length: 8 }, async (_, index) => {
      const mine = open(`gateway ${index}`);
      for (let turn = 0; turn < 3; turn += 1) {
        const lease = await mine.acquire('busy', 30_000);
        expect(lease).not.toBeNull();
        holders += 1;
        most = Math.max(most, holders);
        total += 1;
        await sleep(Math.random() * 10);
        expect(lease?.isHeld()).toBe(true);
        holders -= 1;
        await lease?.release();
      }
    }),
  );
  expect({ holders, most, total }).toEqual({ holders: 0, most: 1, total: 24 });
}, 60_000);

test('it is renewed while it is held, and free some seconds after its holder was cut off, which then writes nothing', async () => {
  const proxy = await startTcpProxy(Number(new URL(engine.server.connection.url).port));
  const cutOff = createClickHouse({
    ...engine.server.connection,
    url: `http://127.0.0.1:${proxy.port}`,
  });
  const theirs = createLeases(cutOff, 'cut off', randomUUID);
  const lease = await theirs.acquire('long', 0);
  await sleep(11_000);
  expect([lease?.isHeld(), await leases.acquire('long', 0)]).toEqual([true, null]);

  proxy.fallSilent();
  const cutOffAt = performance.now();
  const next = await leases.acquire('long', 15_000);
  expect(next?.isHeld()).toBe(true);
  expect(performance.now() - cutOffAt).toBeLessThan(13_000);
  expect(lease?.isHeld()).toBe(false);
  proxy.speak();
  // What it holds is only looked at in ClickHouse here: it may have found out in its own process,
  // or not.
  const registry = createRegistry(engine.clickhouse);
  await expect(
    registry.write([service('1', 'late')], [{ ...lease!, isHeld: () => true }]),
  ).rejects.toMatchObject({ code: 'IN_USE', retryable: true });
  await expect(registry.write([service('1', 'late')], [next!, lease!])).rejects.toMatchObject({
    code: 'IN_USE',
  });
  expect((await registry.load()).services).toEqual([]);
  await registry.write([service('1', 'in-time')], [next!]);
  expect((await createRegistry(engine.clickhouse).load()).services.map(({ name }) => name)).toEqual(
    ['in-time'],
  );
  await lease?.release();
  expect(next?.isHeld()).toBe(true);
  await next?.release();
  await cutOff.close();
  await proxy.stop();
}, 60_000);

test('what a gateway had that is known to have ended is free at once', async () => {
  const left = await open('dead').acquire('left', 0);
  const other = await open('alive').acquire('other', 0);
  await leases.endLeasesOf([]);
  expect(await leases.acquire('left', 0)).toBeNull();
  await leases.endLeasesOf(['dead']);
  const lease = await leases.acquire('left', 0);
  expect([lease?.isHeld(), await leases.acquire('other', 0)]).toEqual([true, null]);
  for (const each of [left, other, lease]) await each?.release();
});

test('changes take turns among gateways, and one that lost its turn is refused', async () => {
  const locksOf = (gateway: string) =>
    createServiceLocks({
      leases: open(gateway),
      registry: { refresh: () => Promise.resolve(false) },
      patienceMs: 400,
    });
  const [here, there] = [locksOf('here'), locksOf('there')];
  await here.withLock('s', async () => {
    expect(here.assertHeld()).toHaveLength(1);
    await here.withLock('names', async () => {
      expect(here.assertHeld()).toHaveLength(2);
    });
    await expect(there.withLock('s', () => Promise.resolve())).rejects.toMatchObject({
      code: 'IN_USE',
      retryable: true,
    });
    expect(await there.withLockIfFree('s', () => Promise.resolve())).toBe(false);
    expect(await here.withLockIfFree('s', () => Promise.resolve())).toBe(false);
    await leases.endLeasesOf(['here']);
    await eventually(() =>
      Promise.resolve()
        .then(() => here.assertHeld())
        .then(
          () => Promise.reject(new Error('still held')),
          () => undefined,
        ),
    );
  });
  expect(await there.withLockIfFree('s', () => Promise.resolve())).toBe(true);
  const left = new EventEmitter();
  const later = await here.withLock('s', () =>
    Promise.resolve({ held: once(left, 'end').then(() => here.assertHeld()) }),
  );
  left.emit('end');
  await expect(later.held).rejects.toMatchObject({ code: 'IN_USE' });
}, 30_000);

test("gateways that write at once all see each other's changes, whatever their clocks say", async () => {
  const [one, two] = [createRegistry(engine.clickhouse), createRegistry(engine.clickhouse)];
  await Promise.all([one.load(), two.load()]);
  const realNow = Date.now;
  try {
    Date.now = () => realNow() + 60_000;
    await one.write([service('ahead', 'ahead')]);
  } finally {
    Date.now = realNow;
  }
  await two.write([service('behind', 'behind')]);
  const names = () =>
    [one, two].map((registry) => registry.current().services.map(({ name }) => name));
  expect([await one.refresh(), await two.refresh()]).toEqual([true, true]);
  expect(names()).toEqual([
    ['ahead', 'behind', 'in-time'],
    ['ahead', 'behind', 'in-time'],
  ]);
  expect([await one.refresh(), await two.refresh()]).toEqual([false, false]);
});

test('more records than a statement of usual length holds are kept at once', async () => {
  const registry = createRegistry(engine.clickhouse);
  const before = (await registry.load()).services.length;
  const long = 'x'.repeat(6 * 1024 * 1024);
  await registry.write(
    ['one', 'two', 'three'].map((name) =>
      putService({
        id: `long ${name}`,
        name: `long ${name}`,
        type: 'POSTGRESQL',
        location: 'EXTERNAL',
        address: { long },
        createdAt: 'x',
        updatedAt: 'x',
      }),
    ),
  );
  const { services } = await createRegistry(engine.clickhouse).load();
  expect(services.filter(({ address }) => address['long'] === long)).toHaveLength(3);
  expect(services).toHaveLength(before + 3);
}, 60_000);
