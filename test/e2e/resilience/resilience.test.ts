import { ALL_ITEMS, createItems, readAllItems } from '../../fixtures/items';
import { TestConnectionDocument } from '../../generated/operations';
import { eventually } from '../../helpers/eventually';
import { registerPostgresql } from '../../helpers/gateway/register-postgresql';
import { runOperation } from '../../helpers/gateway/run-operation';
import {
  startTestGateway,
  type Answer,
  type TestGateway,
} from '../../helpers/gateway/start-test-gateway';
import { startTcpProxy, type TcpProxy } from '../../helpers/sources/start-tcp-proxy';
import { startPostgresql, type PostgresqlServer } from '../../servers/postgresql-server';

/**
 * A service that dies or falls silent loses its own fields only, in bounded time, and has them back
 * once it answers again. Nothing here depends on how fast the machine is.
 */
const TIMEOUT_MS = 10_000;

function expectAllItems(answer: Answer): void {
  expect({ data: answer.data, errors: answer.errors }).toEqual({
    data: ALL_ITEMS,
    errors: undefined,
  });
}

describe('a gateway over two services', () => {
  let near: PostgresqlServer;
  let far: PostgresqlServer;
  let proxy: TcpProxy;
  let gateway: TestGateway;

  beforeAll(async () => {
    [near, far] = await Promise.all([startPostgresql(), startPostgresql()]);
    await Promise.all([createItems(near, 'near'), createItems(far, 'far')]);
    proxy = await startTcpProxy(far.port);
    gateway = await startTestGateway({ TRIBUTARY_QUERY_TIMEOUT_MS: String(TIMEOUT_MS) });
    await registerPostgresql(gateway, near, { name: 'near' });
    await registerPostgresql(gateway, far, { name: 'far', port: proxy.port });
  }, 60_000);

  afterAll(async () => {
    await gateway.stop();
    await proxy.stop();
    await Promise.all([near.remove(), far.remove()]);
  });

  const askFar = (): Promise<Answer> => gateway.ask(`{ ${readAllItems('far')} }`);
  const fillPool = (): Promise<Answer[]> => Promise.all(Array.from({ length: 8 }, askFar));

  /** One operation over both services, of which only `near` answers. */
  async function expectOnlyNearAnswers(code: string, timeoutMs: number): Promise<void> {
    const startedAt = Date.now();
    const answer = await gateway.ask(
      `{ ${readAllItems('near')} ${readAllItems('far').replaceAll(/r(\d):/g, 'far$1:')} }`,
    );
    expect(Date.now() - startedAt).toBeLessThan(timeoutMs);
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({ ...ALL_ITEMS, far0: null, far1: null, far2: null, far3: null });
    const errors = (answer.errors ?? [])
      .map(({ path, extensions }) => ({ path, ...extensions }))
      .toSorted((a, b) => String(a.path).localeCompare(String(b.path)));
    expect(errors).toEqual(
      [0, 1, 2, 3].map(
        (index) =>
          expect.objectContaining({
            path: [`far${index}`],
            code,
            retryable: true,
            category: 'EXTERNAL',
            service: 'far',
          }) as unknown,
      ),
    );
  }

  test('a service that is stopped loses its own fields only, and gets them back by itself', async () => {
    for (const answer of await fillPool()) expectAllItems(answer);
    await far.stop();
    for (let round = 0; round < 3; round += 1)
      await expectOnlyNearAnswers('SERVICE_UNREACHABLE', TIMEOUT_MS);
    await far.start();
    await eventually(async () => {
      expectAllItems(await askFar());
    });
    for (const answer of await fillPool()) expectAllItems(answer);
  }, 60_000);

  test('a service that was restarted unnoticed answers: connections of before are not trusted', async () => {
    for (const answer of await fillPool()) expectAllItems(answer);
    await far.stop();
    await far.start();
    for (const answer of await fillPool()) expectAllItems(answer);
  }, 60_000);

  test('a service that falls silent is given up in time, and others answer meanwhile', async () => {
    const timeoutMs = 2_000;
    await gateway.restart({
      TRIBUTARY_QUERY_TIMEOUT_MS: String(timeoutMs),
      TRIBUTARY_CONNECTIONS_PER_SERVICE: '8',
    });
    for (const answer of await fillPool()) expectAllItems(answer);
    proxy.fallSilent();
    const givenUp = Promise.all(
      Array.from({ length: 8 }, () =>
        expectOnlyNearAnswers('SERVICE_TIMEOUT', timeoutMs + TIMEOUT_MS),
      ),
    );
    for (let round = 0; round < 20; round += 1)
      expectAllItems(await gateway.ask(`{ ${readAllItems('near')} }`));
    await givenUp;
    await expectOnlyNearAnswers('SERVICE_TIMEOUT', timeoutMs + TIMEOUT_MS);
    proxy.speak();
    await eventually(async () => {
      expectAllItems(await askFar());
    });
  }, 60_000);

  test('testConnection does not wait for a silent service for ever', async () => {
    proxy.fallSilent();
    const { testConnection } = await runOperation(gateway, TestConnectionDocument, {
      service: 'far',
      credentials: { username: far.username, password: far.password },
    });
    expect(testConnection).toMatchObject({ ok: false, refusal: 'UNREACHABLE' });
    proxy.speak();
  }, 60_000);
});
