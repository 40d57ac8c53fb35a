import { acquireConnections } from '../../src/execution/connections/acquire-connections';
import { ConnectionSlots } from '../../src/execution/connections/connection-slots';

const never = new AbortController().signal;
const wait = { signal: never, timeoutMs: 5_000 };
const settled = async (promise: Promise<unknown>): Promise<boolean> => {
  const pending = Symbol('pending');
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
};

describe('connection slots', () => {
  test('bound a service, and each pool in it', async () => {
    const slots = new ConnectionSlots({ perService: 3, perPool: 2, maxWaiting: 10 });
    const first = await slots.acquire('shop', ['a'], wait);
    await slots.acquire('shop', ['a'], wait);
    const third = slots.acquire('shop', ['a'], wait);
    expect(await settled(third)).toBe(false);
    const other = await slots.acquire('shop', ['b'], wait);
    const full = slots.acquire('shop', [null], wait);
    expect(await settled(full)).toBe(false);
    expect(await settled(slots.acquire('warehouse', ['a'], wait))).toBe(true);
    first();
    first();
    expect(await settled(third)).toBe(true);
    expect(await settled(full)).toBe(false);
    other();
    expect(await settled(full)).toBe(true);
  });

  test('give a statement all its connections at once, and let nobody overtake it for ever', async () => {
    const slots = new ConnectionSlots({ perService: 2, perPool: 2, maxWaiting: 10 });
    const release = await slots.acquire('shop', [null], wait);
    const large = slots.acquire('shop', ['a', 'b'], wait);
    const small = slots.acquire('shop', [null], wait);
    expect(await settled(large)).toBe(false);
    expect(await settled(small)).toBe(false);
    release();
    (await large)();
    expect(await settled(small)).toBe(true);
  });

  test('refuse what can never fit, and who finds the queue full', async () => {
    const slots = new ConnectionSlots({ perService: 3, perPool: 2, maxWaiting: 1 });
    await expect(slots.acquire('shop', ['a', 'a', 'a'], wait)).rejects.toMatchObject({
      code: 'QUERY_TOO_COMPLEX',
    });
    await expect(slots.acquire('shop', ['a', 'b', 'c', 'd'], wait)).rejects.toMatchObject({
      code: 'QUERY_TOO_COMPLEX',
    });
    const release = await slots.acquire('shop', ['a', 'b', 'c'], wait);
    const waiting = slots.acquire('shop', ['a'], wait);
    await expect(slots.acquire('shop', ['a'], wait)).rejects.toMatchObject({
      code: 'TOO_MANY_REQUESTS',
    });
    release();
    await waiting;
  });

  test('let go of those who leave or run out of time', async () => {
    const slots = new ConnectionSlots({ perService: 1, perPool: 1, maxWaiting: 10 });
    const release = await slots.acquire('shop', [null], wait);
    const controller = new AbortController();
    const leaving = slots.acquire('shop', [null], { signal: controller.signal, timeoutMs: 5_000 });
    const late = slots.acquire('shop', [null], { signal: never, timeoutMs: 1 });
    controller.abort(new Error('client gone'));
    await expect(leaving).rejects.toThrow('client gone');
    await expect(late).rejects.toMatchObject({ code: 'SERVICE_TIMEOUT' });
    const next = slots.acquire('shop', [null], wait);
    release();
    expect(await settled(next)).toBe(true);
  });

  test('of statements that were given up are held until these have ended, and whoever cannot fit beside them is refused at once', async () => {
    const slots = new ConnectionSlots({ perService: 3, perPool: 2, maxWaiting: 10 });
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    for (const pool of ['a', 'a']) (await slots.acquire('shop', [pool], wait))(ended);
    await expect(slots.acquire('shop', ['a'], wait)).rejects.toMatchObject({
      code: 'SERVICE_TIMEOUT',
      retryable: true,
    });
    const last = await slots.acquire('shop', ['b'], wait);
    const waiting = slots.acquire('shop', [null], wait);
    expect(await settled(waiting)).toBe(false);
    last(ended);
    await expect(slots.acquire('shop', ['b'], wait)).rejects.toMatchObject({
      code: 'SERVICE_TIMEOUT',
    });
    (await slots.acquire('warehouse', ['a'], wait))();
    end();
    expect(await settled(waiting)).toBe(true);
    expect(await settled(slots.acquire('shop', ['a', 'a'], wait))).toBe(true);
  });

  test('of several services are got in one order, and given back together', async () => {
    const slots = new ConnectionSlots({ perService: 1, perPool: 1, maxWaiting: 10 });
    const shares = [
      { service: 'shop', connections: ['a'] },
      { service: 'desk', connections: ['b'] },
    ];
    const first = await acquireConnections(shares, slots, wait);
    const second = acquireConnections(shares.toReversed(), slots, wait);
    expect(await settled(second)).toBe(false);
    first();
    const release = await second;
    // What it waits for in vain does not keep what it has.
    await expect(
      acquireConnections([{ service: 'attic', connections: ['c'] }, ...shares], slots, {
        ...wait,
        timeoutMs: 20,
      }),
    ).rejects.toMatchObject({ code: 'SERVICE_TIMEOUT' });
    expect(await settled(slots.acquire('attic', ['c'], wait))).toBe(true);
    release();
    expect(await settled(slots.acquire('shop', ['a'], wait))).toBe(true);
  });
});
