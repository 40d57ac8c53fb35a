import { createItems } from '../fixtures/items';
import { registerPostgresql } from '../helpers/gateway/register-postgresql';
import { startTestGateway, type TestGateway } from '../helpers/gateway/start-test-gateway';
import { startPostgresql, type PostgresqlServer } from '../servers/postgresql-server';

/**
 * Who may do what, on a whole gateway: every caller with every kind of operation, and pages of
 * foreign origins.
 */
let postgresql: PostgresqlServer;
let gateway: TestGateway;

beforeAll(async () => {
  postgresql = await startPostgresql();
  await createItems(postgresql, 'shop');
  gateway = await startTestGateway();
  await registerPostgresql(gateway, postgresql, { name: 'shop' });
}, 60_000);

afterAll(async () => {
  await gateway.stop();
  await postgresql.remove();
});

type Caller =
  'admin key' | 'read key' | 'no key' | 'empty key' | 'wrong key' | 'password for a key';

function headersOf(caller: Caller): Readonly<Record<string, string>> {
  switch (caller) {
    case 'admin key':
      return { authorization: `Bearer ${gateway.adminKey}` };
    case 'read key':
      return { authorization: `Bearer ${gateway.readKey}` };
    case 'no key':
      return {};
    case 'empty key':
      return { authorization: 'Bearer ' };
    case 'wrong key':
      return { authorization: `Bearer ${gateway.adminKey.slice(0, -1)}` };
    case 'password for a key':
      return {
        authorization: `Basic ${Buffer.from(`admin:${gateway.adminKey}`).toString('base64')}`,
      };
  }
}

const OPERATIONS = {
  data: '{ shopItemsByPk(id: 1) { id } }',
  management: '{ services { name } }',
  managementInFragment: 'query { ...F } fragment F on Query { a: remoteTables { name } }',
  managementBesideData: '{ service(name: "shop") { name } shopItemsByPk(id: 1) { id } }',
  mutation: 'mutation { deleteService(name: "no-such-service") { id } }',
  mutationWithoutFields: 'mutation { __typename }',
  introspection: '{ __schema { queryType { name } } __type(name: "Service") { name } }',
  typename: '{ __typename }',
} as const;
type Operation = keyof typeof OPERATIONS;

/** `ok`, or the code of the first error, and whether any data came. */
async function outcome(caller: Caller, operation: Operation | 'plan'): Promise<string> {
  const headers =
    operation === 'plan' ? { ...headersOf(caller), 'tributary-plan': '1' } : headersOf(caller);
  const { status, errors, data, extensions } = await gateway.ask(
    OPERATIONS[operation === 'plan' ? 'data' : operation],
    {},
    headers,
  );
  expect(extensions?.plan !== undefined).toBe(operation === 'plan' && errors === undefined);
  if (errors === undefined) return 'ok';
  const values = Object.values(data ?? {}).filter((value) => value !== null).length;
  return `${status} ${errors.map((error) => String(error.extensions['code'])).join(' ')}${values > 0 ? ` and ${values} answered` : ''}`;
}

const ADMIN = {
  data: 'ok',
  management: 'ok',
  managementInFragment: 'ok',
  managementBesideData: 'ok',
  mutation: '200 NOT_FOUND',
  mutationWithoutFields: 'ok',
  introspection: 'ok',
  typename: 'ok',
  plan: 'ok',
};
const READER = {
  data: 'ok',
  management: '200 FORBIDDEN',
  managementInFragment: '200 FORBIDDEN',
  managementBesideData: '200 FORBIDDEN and 1 answered',
  mutation: '403 FORBIDDEN',
  mutationWithoutFields: '403 FORBIDDEN',
  introspection: 'ok',
  typename: 'ok',
  plan: '403 FORBIDDEN',
};
const NOBODY = Object.fromEntries(
  Object.keys(ADMIN).map((operation) => [operation, '401 UNAUTHENTICATED']),
);

describe.each([
  ['on', READER],
  ['off', NOBODY],
] as const)('with anonymous reading %s', (anonymous, withoutKey) => {
  beforeAll(async () => {
    await gateway.restart({ TRIBUTARY_ANONYMOUS_READ: String(anonymous === 'on') });
  }, 30_000);

  test.each<[Caller, Readonly<Record<string, string>>]>([
    ['admin key', ADMIN],
    ['read key', READER],
    ['no key', withoutKey],
    ['empty key', withoutKey],
    ['wrong key', NOBODY],
    ['password for a key', NOBODY],
  ])('%s', async (caller, expected) => {
    const found: Record<string, string> = {};
    for (const operation of Object.keys(ADMIN) as (Operation | 'plan')[])
      found[operation] = await outcome(caller, operation);
    expect(found).toEqual(expected);
  });

  test('a key in the URL, a cookie or a variable is no key', async () => {
    const { adminKey } = gateway;
    const response = await fetch(
      `${gateway.url}/graphql?authorization=Bearer%20${adminKey}&key=${adminKey}`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: `authorization=Bearer ${adminKey}` },
        body: JSON.stringify({
          query: OPERATIONS.management,
          variables: { authorization: adminKey },
          extensions: { authorization: adminKey },
        }),
      },
    );
    const { errors } = (await response.json()) as {
      errors: readonly { extensions: { code: string } }[];
    };
    expect(errors[0]?.extensions.code).toBe(anonymous === 'on' ? 'FORBIDDEN' : 'UNAUTHENTICATED');
  });

  test('a refusal changes nothing and tells nothing', async () => {
    for (const caller of ['read key', 'no key', 'wrong key'] as const) {
      await gateway.ask(
        'mutation { deleteService(name: "shop", force: true) { id } }',
        {},
        headersOf(caller),
      );
      const { text } = await gateway.ask(
        '{ service(name: "shop") { address integrations { namedCollection } } }',
        {},
        headersOf(caller),
      );
      expect(text).not.toMatch(new RegExp(`service_shop|${postgresql.port}`));
    }
    expect(await gateway.data('{ services { name } shopItemsByPk(id: 1) { id } }')).toEqual({
      services: [{ name: 'shop' }],
      shopItemsByPk: { id: 1 },
    });
  });
});

const STUDIO = 'https://studio.apollographql.com';

describe('pages of foreign origins', () => {
  const preflight = (origin: string): Promise<Response> =>
    fetch(`${gateway.url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,authorization',
      },
    });
  const post = (
    headers: Readonly<Record<string, string>>,
    query: string = OPERATIONS.data,
  ): Promise<Response> =>
    fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });

  beforeAll(async () => {
    await gateway.restart({ TRIBUTARY_ANONYMOUS_READ: 'true', TRIBUTARY_CORS_ORIGINS: STUDIO });
  }, 30_000);

  test('read answers only where the operator allows their origin', async () => {
    const [allowed, refused] = await Promise.all([
      preflight(STUDIO),
      preflight('https://evil.example'),
    ]);
    expect(allowed.headers.get('access-control-allow-origin')).toBe(STUDIO);
    expect(allowed.headers.get('access-control-allow-headers')).toContain('authorization');
    expect(refused.headers.get('access-control-allow-origin')).toBeNull();
    for (const [origin, expected] of [
      [STUDIO, STUDIO],
      ['https://evil.example', null],
      ['null', null],
      [`${STUDIO}.evil.example`, null],
    ] as const) {
      const { headers } = await post({ 'content-type': 'application/json', origin });
      expect([
        headers.get('access-control-allow-origin'),
        headers.get('access-control-allow-credentials'),
      ]).toEqual([expected, null]);
    }
  });

  test.each([
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a form with files', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['plain text', { 'content-type': 'text/plain' }],
    ['no type', {}],
  ])('cannot make a browser send %s without asking first', async (_title, headers) => {
    const response = await post(
      headers,
      'mutation { deleteService(name: "shop", force: true) { id } }',
    );
    expect(response.status).toBe(400);
    expect(await gateway.data('{ services { name } }')).toEqual({ services: [{ name: 'shop' }] });
  });

  test('cannot make a browser ask by a link', async () => {
    const url = `${gateway.url}/graphql?query=${encodeURIComponent(OPERATIONS.data)}`;
    expect((await fetch(url)).status).toBe(400);
    const asked = await fetch(url, { headers: { 'apollo-require-preflight': 'true' } });
    expect(await asked.json()).toEqual({ data: { shopItemsByPk: { id: 1 } } });
  });
});
