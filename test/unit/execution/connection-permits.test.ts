import { acquireConnections } from '../../../src/execution/connections/acquire-connections';
import { ConnectionPermits } from '../../../src/execution/connections/connection-permits';

const never = new AbortController().signal;
const wait = { signal: never, timeoutMs: 5_000 };
const settled = async (promise: Promise<unknown>): Promise<boolean> => {
  const pending = Symbol('pending');
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
};

describe('connection permits', () => {
  test('bound a service, and each pool in it', async () => {
    const permits = new ConnectionPermits({ perService: 3, perPool: 2, maxWaiting: 10 });
    const first = await permits.acquire('shop', ['a'], wait);
    await permits.acquire('shop', ['a'], wait);
    const third = permits.acquire('shop', ['a'], wait);
    expect(await settled(third)).toBe(false);
    const other = await permits.acquire('shop', ['b'], wait);
    const full = permits.acquire('shop', [null], wait);
    expect(await settled(full)).toBe(false);
    expect(await settled(permits.acquire('warehouse', ['a'], wait))).toBe(true);
    first();
    first();
    expect(await settled(third)).toBe(true);
    expect(await settled(full)).toBe(false);
    other();
    expect(await settled(full)).toBe(true);
  });

  test('give a statement all its connections at once, and let nobody overtake it for ever', async () => {
    const permits = new ConnectionPermits({ perService: 2, perPool: 2, maxWaiting: 10 });
    const release = await permits.acquire('shop', [null], wait);
    const large = permits.acquire('shop', ['a', 'b'], wait);
    const small = permits.acquire('shop', [null], wait);
    expect(await settled(large)).toBe(false);
    expect(await settled(small)).toBe(false);
    release();
    (await large)();
    expect(await settled(small)).toBe(true);
  });

  test('refuse what can never fit, and who finds the queue full', async () => {
    const permits = new ConnectionPermits({ perService: 3, perPool: 2, maxWaiting: 1 });
    await expect(permits.acquire('shop', ['a', 'a', 'a'], wait)).rejects.toMatchObject({
      code: 'QUERY_TOO_COMPLEX',
    });
    await expect(permits.acquire('shop', ['a', 'b', 'c', 'd'], wait)).rejects.toMatchObject({
      code: 'QUERY_TOO_COMPLEX',
    });
    const release = await permits.acquire('shop', ['a', 'b', 'c'], wait);
    const waiting = permits.acquire('shop', ['a'], wait);
    await expect(permits.acquire('shop', ['a'], wait)).rejects.toMatchObject({
      code: 'TOO_MANY_REQUESTS',
    });
    release();
    await waiting;
  });

  test('let go of those who leave or run out of time', async () => {
    const permits = new ConnectionPermits({ perService: 1, perPool: 1, maxWaiting: 10 });
    const release = await permits.acquire('shop', [null], wait);
    const controller = new AbortController();
    const leaving = permits.acquire('shop', [null], {
      signal: controller.signal,
      timeoutMs: 5_000,
    });
    const late = permits.acquire('shop', [null], { signal: never, timeoutMs: 1 });
    controller.abort(new Error('client gone'));
    await expect(leaving).rejects.toThrow('client gone');
    await expect(late).rejects.toMatchObject({ code: 'SERVICE_TIMEOUT' });
    const next = permits.acquire('shop', [null], wait);
    release();
    expect(await settled(next)).toBe(true);
  });

  test('of statements that were given up are held until these have ended, and whoever cannot fit beside them is refused at once', async () => {
    const permits = new ConnectionPermits({ perService: 3, perPool: 2, maxWaiting: 10 });
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    for (const pool of ['a', 'a']) (await permits.acquire('shop', [pool], wait))(ended);
    await expect(permits.acquire('shop', ['a'], wait)).rejects.toMatchObject({
      code: 'SERVICE_TIMEOUT',
      retryable: true,
    });
    const last = await permits.acquire('shop', ['b'], wait);
    const waiting = permits.acquire('shop', [null], wait);
    expect(await settled(waiting)).toBe(false);
    last(ended);
    await expect(permits.acquire('shop', ['b'], wait)).rejects.toMatchObject({
      code: 'SERVICE_TIMEOUT',
    });
    (await permits.acquire('warehouse', ['a'], wait))();
    end();
    expect(await settled(waiting)).toBe(true);
    expect(await settled(permits.acquire('shop', ['a', 'a'], wait))).toBe(true);
  });

  test('of several services are got in one order, and given back together', async () => {
    const permits = new ConnectionPermits({ perService: 1, perPool: 1, maxWaiting: 10 });
    const shares = [
      { service: 'shop', connections: ['a'] },
      { service: 'desk', connections: ['b'] },
    ];
    const first = await acquireConnections(shares, permits, wait);
    const second = acquireConnections(shares.toReversed(), permits, wait);
    expect(await settled(second)).toBe(false);
    first();
    const release = await second;
    // What it waits for in vain does not keep what it has.
    await expect(
      acquireConnections([{ service: 'attic', connections: ['c'] }, ...shares], permits, {
        ...wait,
        timeoutMs: 20,
      }),
    ).rejects.toMatchObject({ code: 'SERVICE_TIMEOUT' });
    expect(await settled(permits.acquire('attic', ['c'], wait))).toBe(true);
    release();
    expect(await settled(permits.acquire('shop', ['a'], wait))).toBe(true);
  });
});
