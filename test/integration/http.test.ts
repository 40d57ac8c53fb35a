import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { ApolloServer } from '@apollo/server';
import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  GraphQLObjectType,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';
import { GatewayError } from '../../src/errors/gateway-error';
import type { GraphSchemas } from '../../src/graph/schema/graph-schemas';
import { RawJson } from '../../src/model/raw-json';
import type { PlanReport } from '../../src/reading/request/plan-report';
import type { RequestContext } from '../../src/reading/request/request-context';
import { createLog } from '../../src/server/errors/log';
import { HotGateway } from '../../src/server/graphql/hot-gateway';
import { createOperationLimits } from '../../src/server/graphql/operation-limits';
import {
  startHttpServer,
  type HttpServer,
  type HttpServerOptions,
} from '../../src/server/http/http-server';
import { createExplorer } from '../../src/server/pages/explorer';
import { createKeys } from '../../src/server/settings/keys';
import { readSettings } from '../../src/server/settings/settings';
import { Secret } from '../../src/util/secret';
import { eventually } from '../helpers/eventually';

const ADMIN = { authorization: 'Bearer admin-key-of-this-test' };
const READER = { authorization: 'Bearer read-key-of-this-test' };
const JSON_TYPE = { 'content-type': 'application/json' };
const ORIGIN = 'https://studio.apollographql.com';

// ---------------------------------------------------------------- a gateway with schemas of its
// own

const SDL = `
  type Row { id: Int! name: String inner: Row }
  type Group { title: String! rows: [Row!]! }
  input CredentialsInput { username: String password: String }
  type Query {
    hello(name: String): String
    rows(n: Int): [Row!]
    groups: [Group!]!
    version: Int!
    fails: String
    unreachable: String
    hangs: String
    connect(credentials: CredentialsInput!): String
  }
  type Mutation { touch: Boolean! }
  type Subscription { tick: Int }
`;

/** Spacing, escapes and number forms that JSON.stringify would not keep. */
const ROWS = '[ {"id":1,"name":"a\\/\\u00e9 €"},{"id":1.0e2, "name":null}]';

type Resolvers = Readonly<Record<string, GraphQLFieldResolver<unknown, RequestContext>>>;
const abortedRequests: string[] = [];
let unreachableAsked = 0;
let onHang = (): void => undefined;

const RESOLVERS: Resolvers = {
  hello: (_parent, { name }: { name?: string }) => `Hello ${name ?? 'you'}`,
  rows: (_parent, { n }: { n?: number }, context) => {
    context.plans.push({ service: 'test', n: n ?? null } as unknown as PlanReport);
    return n === 0 ? null : new RawJson(Buffer.from(ROWS));
  },
  groups: () => [
    { title: 'one', rows: new RawJson(Buffer.from('[]')) },
    { title: 'two', rows: new RawJson(Buffer.from(ROWS)) },
  ],
  fails: () => {
    throw new TypeError('a defect, in words');
  },
  unreachable: () => {
    unreachableAsked += 1;
    throw new GatewayError('SERVICE_UNREACHABLE', 'ClickHouse cannot connect to the service.', {
      details: { service: 'shop' },
      cause: Object.assign(new Error('driver text'), { code: 'ECONNREFUSED' }),
    });
  },
  hangs: (_parent, _args, { signal, requestId }) =>
    new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        abortedRequests.push(requestId);
        resolve('aborted');
      });
      onHang();
    }),
  connect: () => 'ok',
  touch: () => true,
};

function createSchemas(version: number): GraphSchemas {
  const publicSchema = buildSchema(SDL.replace('hello', `version${version}: Int hello`));
  const executionSchema = buildSchema(
    `scalar RawJson ${SDL.replace('hello', `version${version}: Int hello`).replaceAll('[Row!]!', 'RawJson!').replaceAll('[Row!]', 'RawJson')}`,
  );
  addResolvers(executionSchema, {
    ...RESOLVERS,
    version: () => version,
    [`version${version}`]: () => version,
  });
  return { publicSchema, executionSchema };
}

function addResolvers(schema: GraphQLSchema, resolvers: Resolvers): void {
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    if (!(type instanceof GraphQLObjectType)) continue;
    for (const field of Object.values(type.getFields())) field.resolve = resolvers[field.name];
  }
}

interface Started {
  readonly server: HttpServer;
  readonly gateway: HotGateway;
  readonly endpoint: string;
  readonly logLines: string[];
}
const started: HttpServer[] = [];

async function start(
  env: Record<string, string> = {},
  options: Partial<HttpServerOptions> = {},
): Promise<Started> {
  const settings = readSettings({ PORT: '0', ...env });
  const logLines: string[] = [];
  const gateway = new HotGateway(createSchemas(0));
  const server = await startHttpServer({
    settings,
    limits: createOperationLimits(settings),
    gateway,
    keys: createKeys({
      admin: new Secret('admin-key-of-this-test'),
      read: new Secret('read-key-of-this-test'),
      anonymousRead: settings.anonymousRead,
    }),
    probe: async () => true,
    explorer: null,
    log: createLog('trace', {
      write: (line: string) => {
        logLines.push(line);
      },
    }),
    ...options,
  });
  started.push(server);
  return { server, gateway, endpoint: `${server.url}/graphql`, logLines };
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly {
    message: string;
    path?: unknown;
    locations?: unknown;
    extensions: Record<string, unknown>;
  }[];
  readonly extensions?: unknown;
}

async function post(
  endpoint: string,
  body: unknown,
  headers: Record<string, string> = READER,
): Promise<{ status: number; text: string; json: Answer; headers: Headers }> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { ...JSON_TYPE, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return {
    status: response.status,
    text,
    json: JSON.parse(text) as Answer,
    headers: response.headers,
  };
}

let main: Started;
beforeAll(async () => {
  main = await start({ TRIBUTARY_CORS_ORIGINS: ORIGIN });
});
afterAll(async () => {
  await Promise.all(started.map((server) => server.close()));
});

// ---------------------------------------------------------------- bytes

describe('raw JSON in a response', () => {
  test('is forwarded byte for byte, under aliases, in fragments, at depth and beside nulls', async () => {
    const { text, status } = await post(main.endpoint, {
      query:
        'query ($no: Boolean!) { b: rows { id name } ...F a: rows(n: 0) { id } ' +
        'skipped: rows @skip(if: true) { id } kept: rows @include(if: $no) { id } ' +
        'groups { rows { id } title } } fragment F on Query { c: rows(n: 2) { __typename } ' +
        'hello }',
      variables: { no: false },
    });
    expect(status).toBe(200);
    expect(text).toBe(
      `{"data":{"b":${ROWS},"c":${ROWS},"hello":"Hello ` +
        `you","a":null,"groups":[{"rows":[],"title":"one"},{"rows":${ROWS},"title":"two"}]}}`,
    );
  });

  test('has a length in bytes, not characters', async () => {
    const { text, headers } = await post(main.endpoint, { query: '{ rows { id } }' });
    expect(headers.get('content-length')).toBe(String(Buffer.byteLength(text)));
  });

  test('is not confused by values that look like its stand-in', async () => {
    const name = 'raw-json-0123456789abcdef "raw-json-" \\u0000';
    const { json } = await post(main.endpoint, {
      query: 'query ($name: String) { hello(name: $name) rows { id } }',
      variables: { name },
    });
    expect(json).toEqual({ data: { hello: `Hello ${name}`, rows: JSON.parse(ROWS) as unknown } });
  });
});

// ---------------------------------------------------------------- introspection

describe('introspection', () => {
  test('shows the public schema', async () => {
    const { json } = await post(main.endpoint, { query: getIntrospectionQuery() });
    const schema = buildClientSchema(json.data as IntrospectionQuery);
    expect(String(schema.getQueryType()?.getFields()['rows']?.type)).toBe('[Row!]');
    expect(schema.getType('RawJson')).toBeUndefined();
  });

  test('and data in one operation are both right, in the order asked for', async () => {
    const query = `query ($type: String!) { a: rows { id } ...Meta hello __typename skipped: __schema @skip(if: true) { __typename } ... { t: __type(name: $type) { name } } }
      fragment Meta on Query { raw: __type(name: "RawJson") { name } rows(n: 0) { id } s: __schema { queryType { name } } }`;
    const { text } = await post(main.endpoint, { query, variables: { type: 'Row' } });
    expect(text).toBe(
      `{"data":{"a":${ROWS},"raw":null,"rows":null,"s":{"queryType":{"name":"Query"}},"hello":"Hello ` +
        'you","__typename":"Query","t":{"name":"Row"}}}',
    );
  });

  test('and a failing field in one operation keep the error, and unusable variables refuse both', async () => {
    const failing = await post(main.endpoint, {
      query: '{ unreachable __type(name: "Row") { name } }',
    });
    expect(failing.json).toMatchObject({
      data: { unreachable: null, __type: { name: 'Row' } },
      errors: [{ path: ['unreachable'], extensions: { code: 'SERVICE_UNREACHABLE' } }],
    });
    const unusable = await post(main.endpoint, {
      query: 'query ($n: Int!) { rows(n: $n) { id } __schema { __typename } }',
      variables: { n: 'x' },
    });
    expect(unusable).toMatchObject({
      status: 400,
      json: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] },
    });
  });

  test('can be switched off', async () => {
    const { endpoint } = await start({ TRIBUTARY_INTROSPECTION: 'false' });
    expect(
      (await post(endpoint, { query: '{ __schema { __typename } }' })).json.errors?.[0]?.extensions[
        'code'
      ],
    ).toBe('GRAPHQL_VALIDATION_FAILED');
    expect((await post(endpoint, { query: '{ helo }' })).json.errors?.[0]?.message).not.toContain(
      'hello',
    );
  });
});

// ---------------------------------------------------------------- hot swap

describe('a swap', () => {
  test('under load loses no request, and each answer belongs to one schema', async () => {
    const { endpoint, gateway } = await start();
    const seen = new Set<number>();
    let done = false;
    const workers = Array.from({ length: 3 }, async () => {
      let last = 0;
      while (!done) {
        const { json, status } = await post(endpoint, { query: '{ version rows { id } }' });
        const { version, rows } = json.data as { version: number; rows: unknown };
        expect([status, rows]).toEqual([200, JSON.parse(ROWS)]);
        expect(version).toBeGreaterThanOrEqual(last);
        seen.add((last = version));
      }
    });
    for (let version = 1; version <= 10; version += 1) {
      gateway.swap(createSchemas(version));
      const { json } = await post(endpoint, { query: `{ version${version} }` });
      expect(json).toEqual({ data: { [`version${version}`]: version } });
    }
    done = true;
    await Promise.all(workers);
    expect(seen.size).toBeGreaterThan(1);
    expect((await post(endpoint, { query: '{ version9 }' })).status).toBe(400);
  });

  test('to an invalid schema is refused, and the former one goes on serving', async () => {
    const { endpoint, gateway } = await start();
    const before = gateway.current;
    const valid = createSchemas(1);
    expect(() => {
      gateway.swap({ ...valid, publicSchema: buildSchema('type NoQuery { a: Int }') });
    }).toThrow(/Query root type/);
    expect(() => {
      gateway.swap({ ...valid, executionSchema: buildSchema('type NoQuery { a: Int }') });
    }).toThrow(/Query root type/);
    expect(gateway.current).toBe(before);
    expect((await post(endpoint, { query: '{ version0 }' })).json).toEqual({
      data: { version0: 0 },
    });
  });
});

// ---------------------------------------------------------------- clients that read slowly, or not
// at all

describe('an answer that is not read', () => {
  /** More than the system keeps for a connection: the rest waits in the gateway. */
  const LARGE = JSON.stringify({
    query: `query ($name: String) { ${Array.from({ length: 20 }, (_, index) => `a${index}: hello(name: $name)`).join(' ')} }`,
    variables: { name: 'x'.repeat(900_000) },
  });
  const LENGTH = 20 * 900_000;

  async function askAndReadNothing({ server }: Started): Promise<Socket> {
    const { hostname, port } = new URL(server.url);
    const socket = connect({ host: hostname, port: Number(port) });
    socket.on('error', () => undefined);
    socket.write(
      'POST /graphql ' +
        `HTTP/1.1\r\nhost: test\r\nauthorization: ${READER.authorization}\r\ncontent-type: application/json\r\ncontent-length: ${LARGE.length}\r\n\r\n${LARGE}`,
    );
    // The head of the answer is there; Node reads no further until somebody wants it.
    await once(socket, 'readable');
    return socket;
  }

  test('leaves room for short ones only, until its client has left', async () => {
    const gateway = await start({ TRIBUTARY_MAX_UNREAD_BYTES: String(1.5 * LENGTH) });
    const socket = await askAndReadNothing(gateway);
    const refused = await post(gateway.endpoint, LARGE);
    expect(refused).toMatchObject({
      status: 503,
      json: {
        errors: [{ extensions: { code: 'TOO_MANY_REQUESTS', category: 'LIMIT', retryable: true } }],
      },
    });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect((await post(gateway.endpoint, { query: '{ hello }' })).json).toEqual({
      data: { hello: 'Hello you' },
    });
    socket.destroy();
    const answered = await eventually(async () => {
      const answer = await post(gateway.endpoint, LARGE);
      expect(answer.status).toBe(200);
      return answer;
    });
    expect(answered.text.length).toBeGreaterThan(LENGTH);
  }, 30_000);

  test('alone may have any length', async () => {
    const { endpoint } = await start({ TRIBUTARY_MAX_UNREAD_BYTES: '1024' });
    for (let time = 0; time < 2; time += 1) expect((await post(endpoint, LARGE)).status).toBe(200);
  }, 30_000);

  test('is given up when nothing of it is read for long, but not while it is read slowly', async () => {
    const gateway = await start(
      { TRIBUTARY_MAX_UNREAD_BYTES: String(1.5 * LENGTH) },
      { stalledClientMs: 300 },
    );
    const stalled = await askAndReadNothing(gateway);
    await eventually(async () => {
      expect((await post(gateway.endpoint, LARGE)).status).toBe(200);
    });
    stalled.destroy();

    const slow = await askAndReadNothing(gateway);
    let received = 0;
    slow.on('data', (chunk: Buffer) => {
      received += chunk.length;
      slow.pause();
      setTimeout(() => {
        slow.resume();
      }, 2);
    });
    await eventually(async () => {
      expect(received).toBeGreaterThan(LENGTH);
    });
    slow.destroy();
  }, 60_000);
});

// ---------------------------------------------------------------- compression

describe('a long answer', () => {
  const LONG = {
    query: 'query ($name: String) { hello(name: $name) }',
    variables: { name: 'x'.repeat(100_000) },
  };
  const EXPECTED = { data: { hello: `Hello ${LONG.variables.name}` } };
  const SHORT = { query: '{ hello }' };
  const encodingOf = (answer: { readonly headers: Headers }) =>
    answer.headers.get('content-encoding');

  test('comes in gzip to clients that take it, where that is on', async () => {
    const { endpoint } = await start({
      TRIBUTARY_COMPRESSION: 'on',
      TRIBUTARY_CORS_ORIGINS: 'https://app.example.com',
    });
    for (const accepted of ['gzip', 'br, GZIP;q=0.5', '*']) {
      const answer = await post(endpoint, LONG, { ...READER, 'accept-encoding': accepted });
      expect([encodingOf(answer), answer.headers.get('vary'), answer.json]).toEqual([
        'gzip',
        'Origin, Accept-Encoding',
        EXPECTED,
      ]);
    }
    for (const accepted of ['identity', 'gzip;q=0, *', 'br']) {
      const answer = await post(endpoint, LONG, { ...READER, 'accept-encoding': accepted });
      expect([encodingOf(answer), answer.headers.get('vary'), answer.json]).toEqual([
        null,
        'Origin, Accept-Encoding',
        EXPECTED,
      ]);
    }
    expect(
      encodingOf(await post(endpoint, SHORT, { ...READER, 'accept-encoding': 'gzip' })),
    ).toBeNull();
  });

  test('comes as it is by default', async () => {
    const answer = await post(main.endpoint, LONG, { ...READER, 'accept-encoding': 'gzip' });
    expect([encodingOf(answer), answer.headers.get('content-length'), answer.json]).toEqual([
      null,
      String(answer.text.length),
      EXPECTED,
    ]);
  });
});

// ---------------------------------------------------------------- who calls

describe('keys', () => {
  test('are needed, and a request without a usable one is refused as a whole', async () => {
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: 'Basic x' }]) {
      const {
        status,
        json,
        headers: answered,
      } = await post(main.endpoint, { query: '{ hello }' }, headers as Record<string, string>);
      expect(status).toBe(401);
      expect(json).toEqual({
        errors: [
          {
            message: expect.stringContaining('Authorization: Bearer <key>') as string,
            extensions: { code: 'UNAUTHENTICATED', category: 'USER', retryable: false },
          },
        ],
      });
      expect(answered.get('www-authenticate')).toBe('Bearer');
    }
  });

  test('can be left out where anonymous reading is on, but a wrong one is still wrong', async () => {
    const { endpoint } = await start({ TRIBUTARY_ANONYMOUS_READ: 'true' });
    expect((await post(endpoint, { query: '{ hello }' }, {})).status).toBe(200);
    expect((await post(endpoint, { query: '{ hello }' }, { authorization: 'Bearer' })).status).toBe(
      200,
    );
    expect(
      (await post(endpoint, { query: '{ hello }' }, { authorization: 'Bearer wrong' })).status,
    ).toBe(401);
  });

  test('decide who may change anything', async () => {
    const { endpoint } = await start({ TRIBUTARY_ANONYMOUS_READ: 'true' });
    const query = 'mutation { touch }';
    expect((await post(endpoint, { query }, ADMIN)).json).toEqual({ data: { touch: true } });
    for (const headers of [READER, {}]) {
      expect(await post(endpoint, { query }, headers as Record<string, string>)).toMatchObject({
        status: 403,
        json: { errors: [{ extensions: { code: 'FORBIDDEN', category: 'USER' } }] },
      });
    }
  });

  test('decide who may see the plan', async () => {
    const query = '{ a: rows(n: 1) { id } b: rows { id } }';
    const shown = await post(main.endpoint, { query }, { ...ADMIN, 'tributary-plan': '1' });
    expect(shown.text).toBe(
      `{"data":{"a":${ROWS},"b":${ROWS}},"extensions":{"plan":[{"service":"test","n":1},{"service":"test","n":null}]}}`,
    );
    expect((await post(main.endpoint, { query }, ADMIN)).json.extensions).toBeUndefined();
    const scanning = await post(
      main.endpoint,
      { query },
      { ...READER, 'tributary-dangerously-allow-full-scan': '1' },
    );
    expect(scanning.status).toBe(403);
    const refused = await post(main.endpoint, { query }, { ...READER, 'tributary-plan': '1' });
    expect(refused).toMatchObject({
      status: 403,
      json: { errors: [{ extensions: { code: 'FORBIDDEN' } }] },
    });
  });
});

// ---------------------------------------------------------------- errors

describe('errors', () => {
  test('that are known come with their code on their field, and the other fields answer', async () => {
    const { status, json, headers } = await post(main.endpoint, { query: '{ hello unreachable }' });
    expect(status).toBe(200);
    expect(json).toEqual({
      errors: [
        {
          message: 'ClickHouse cannot connect to the service.',
          locations: [{ line: 1, column: 9 }],
          path: ['unreachable'],
          extensions: {
            code: 'SERVICE_UNREACHABLE',
            category: 'EXTERNAL',
            retryable: true,
            service: 'shop',
          },
        },
      ],
      data: { hello: 'Hello you', unreachable: null },
    });
    const line = main.logLines.find(
      (each) =>
        each.includes(headers.get('x-request-id') ?? '?') && each.includes('SERVICE_UNREACHABLE'),
    );
    expect(line).toContain('"cause":{"name":"Error","code":"ECONNREFUSED","stack"');
  });

  test('that nobody foresaw show a request id and nothing else, and the log has the rest', async () => {
    const { json, text, headers } = await post(main.endpoint, { query: '{ hello fails }' });
    const requestId = headers.get('x-request-id');
    expect(json.data).toEqual({ hello: 'Hello you', fails: null });
    expect(json.errors).toEqual([
      {
        message: `Internal error. Request id ${requestId}.`,
        path: ['fails'],
        locations: [{ line: 1, column: 9 }],
        extensions: { code: 'INTERNAL', category: 'INTERNAL', retryable: false },
      },
    ]);
    expect(text).not.toMatch(/defect|TypeError|stack/);
    expect(
      main.logLines.find((line) => line.includes(String(requestId)) && line.includes('INTERNAL')),
    ).toContain('"a defect, in words"');
  });

  test.each([
    ['a syntax error', { query: '{ hello' }, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', { query: '{ nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'an unusable variable',
      { query: 'query ($n: Int!) { rows(n: $n) { id } }', variables: { n: 'x' } },
      'BAD_USER_INPUT',
    ],
    [
      'an unknown operation name',
      { query: 'query A { hello }', operationName: 'B' },
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['a batch', [{ query: '{ hello }' }], 'BAD_REQUEST'],
    ['an empty query', { query: '' }, 'BAD_REQUEST'],
    ['no JSON', '{ hello }', 'BAD_REQUEST'],
    ['no object', '7', 'BAD_REQUEST'],
    ['a subscription', { query: 'subscription { tick }' }, 'INVALID_INPUT'],
    [
      'too much nesting',
      { query: `{ rows { ${'inner { '.repeat(12)} id ${'} '.repeat(12)} } }` },
      'QUERY_TOO_DEEP',
    ],
    [
      'too much nesting in fragments',
      {
        query:
          '{ rows { ...A } } fragment A on Row { inner { inner { inner { ' +
          'inner { inner { ...B } } } } } } fragment B ' +
          'on Row { inner { inner { inner { inner { inner { inner { id } } ' +
          '} } } } }',
      },
      'QUERY_TOO_DEEP',
    ],
    [
      'too many root fields',
      { query: `{ ${Array.from({ length: 51 }, (_, index) => `h${index}: hello`).join(' ')} }` },
      'QUERY_TOO_COMPLEX',
    ],
    [
      'too many aliases',
      {
        query: `{ rows { ${Array.from({ length: 101 }, (_, index) => `n${index}: inner { name }`).join(' ')} } }`,
      },
      'QUERY_TOO_COMPLEX',
    ],
    [
      'too much in a variable',
      {
        query: 'query ($c: CredentialsInput!) { connect(credentials: $c) }',
        variables: { c: { username: 'x', extra: Array.from({ length: 5000 }, () => ({ x: 1 })) } },
      },
      'QUERY_TOO_COSTLY',
    ],
    [
      'fragments that spread themselves',
      { query: '{ rows { ...A } } fragment A on Row { inner { ...A } }' },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a document without end', { query: `{ ${'hello '.repeat(60_000)} }` }, 'GRAPHQL_PARSE_FAILED'],
  ])('of the caller: %s', async (_title, body, code) => {
    const { status, json } = await post(main.endpoint, body);
    expect(status).toBe(400);
    expect(json.data).toBeUndefined();
    expect(json.errors).toHaveLength(1);
    expect(json.errors?.[0]?.extensions).toMatchObject({
      code,
      category: code.startsWith('QUERY_TOO_') ? 'LIMIT' : 'USER',
      retryable: false,
    });
  });

  test('never repeat the values that a caller sent, and nothing of a request is logged', async () => {
    const query = 'query ($c: CredentialsInput!) { connect(credentials: $c) }';
    const wrong = await post(main.endpoint, {
      query,
      variables: { c: { username: 'me', password: 'hunter2-sent', port: 1 } },
    });
    expect(wrong).toMatchObject({
      status: 400,
      json: {
        errors: [
          {
            message:
              'Variable "$c" got an invalid value. ' +
              'Field "port" is not defined by type ' +
              '"CredentialsInput".',
          },
        ],
      },
    });
    await post(main.endpoint, { query, variables: { c: { password: 'hunter2-sent' } } });
    expect(wrong.text).not.toContain('hunter2-sent');
    expect(main.logLines.join('')).not.toMatch(/hunter2|key-of-this-test|driver text/);
  });
});

// ---------------------------------------------------------------- HTTP

describe('a query that is asked again', () => {
  /** Twice the same: Apollo Server answers the first, and finds it valid. */
  async function askTwice(body: unknown, headers: Record<string, string> = READER) {
    const [first, second] = [
      await post(main.endpoint, body, headers),
      await post(main.endpoint, body, headers),
    ];
    const comparable = ({ status, text, headers: received }: typeof first) => ({
      status,
      text: text.replace(/id [-0-9a-f]{36}/, 'id'),
      headers: Object.fromEntries(
        [...received].filter(([name]) => name !== 'x-request-id' && name !== 'date'),
      ),
    });
    return [comparable(first), comparable(second)] as const;
  }

  test.each([
    [
      'of data',
      {
        query: 'query Again($n: Int) { rows(n: $n) { id } groups { title rows { id } } hello }',
        variables: { n: 2 },
      },
    ],
    [
      'with one of several operations',
      {
        query: 'query A { hello } query B($name: String) { hello(name: $name) }',
        operationName: 'B',
        variables: { name: 'Zoë' },
      },
    ],
    [
      'with nulls for what is left out',
      { query: '{ again: hello }', operationName: null, variables: null },
    ],
    ['with introspection', { query: '{ __schema { queryType { name } } __typename hello }' }],
    ['of which a field fails', { query: '{ hello unreachable }' }],
    ['with a defect', { query: '{ hello fails }' }],
    ['without data', { query: '{ rows(n: 0) { id } groups { title } version }' }],
    [
      'with variables that do not fit',
      { query: 'query ($n: Int) { rows(n: $n) { id } }', variables: { n: 'two' } },
    ],
    [
      'with variables that nest too deep',
      {
        query: 'query ($n: Int) { deep: rows(n: $n) { id } }',
        variables: { n: JSON.parse(`${'['.repeat(300)}${']'.repeat(300)}`) as unknown },
      },
    ],
    ['for an operation that is not in it', { query: 'query A { hello }', operationName: 'C' }],
    ['with variables of another kind', { query: 'query C { hello }', variables: [1] }],
    [
      'with a persisted query',
      {
        query: 'query D { hello }',
        extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } },
      },
    ],
  ])('is answered alike: %s', async (_title, body) => {
    await post(main.endpoint, {
      ...body,
      variables: {},
      operationName: undefined,
      extensions: undefined,
    });
    const [first, second] = await askTwice(body);
    expect(second).toEqual(first);
  });

  test.each([
    '*/*',
    'application/json',
    'application/graphql-response+json, application/json;q=0.9',
    'text/html',
    'multipart/mixed;deferSpec=20220824, application/json',
  ])('has the type that is accepted: %s', async (accept) => {
    const [first, second] = await askTwice({ query: '{ hello }' }, { ...READER, accept });
    expect(second).toEqual(first);
  });

  test('does not go through Apollo Server, but what fails does, and is run once', async () => {
    const { endpoint, gateway } = await start();
    const executed = jest.spyOn(ApolloServer.prototype, 'executeHTTPGraphQLRequest');
    const ask = async (query: string): Promise<number> => {
      executed.mockClear();
      await post(endpoint, { query });
      return executed.mock.calls.length;
    };
    expect([await ask('{ hello }'), await ask('{ hello }'), await ask('{ hello }')]).toEqual([
      1, 0, 0,
    ]);
    unreachableAsked = 0;
    expect([
      await ask('{ hello unreachable }'),
      await ask('{ hello unreachable }'),
      unreachableAsked,
    ]).toEqual([1, 1, 2]);
    expect([await ask('mutation { touch }'), await ask('mutation { touch }')]).toEqual([1, 1]);
    gateway.swap(createSchemas(1));
    expect([await ask('{ hello }'), await ask('{ hello }')]).toEqual([1, 0]);
    executed.mockRestore();
  });

  test('must be allowed each time: its cost, its key, its schema and how it is sent', async () => {
    const { endpoint, gateway } = await start({ TRIBUTARY_MAX_COST: '23' });
    const body = {
      query: 'query ($c: CredentialsInput!) { version0 connect(credentials: $c) }',
      variables: { c: { username: 'a' } },
    };
    for (const _time of [1, 2])
      expect((await post(endpoint, body)).json).toEqual({ data: { version0: 0, connect: 'ok' } });
    for (const _time of [1, 2])
      expect(
        (
          await post(endpoint, {
            ...body,
            variables: { c: { username: 'a', password: 'b' }, more: { a: 1, b: 2, c: 3 } },
          })
        ).json.errors?.[0]?.extensions['code'],
      ).toBe('QUERY_TOO_COSTLY');
    expect(
      (await post(endpoint, body, { authorization: 'Bearer wrong-key-of-this-test' })).status,
    ).toBe(401);
    expect((await post(endpoint, body, { ...READER, 'content-type': 'text/plain' })).status).toBe(
      400,
    );
    gateway.swap(createSchemas(1));
    expect((await post(endpoint, body)).json.errors?.[0]?.message).toContain('version0');
  });

  test('may change something each time only where the caller may', async () => {
    const body = { query: 'mutation { touch }' };
    expect((await post(main.endpoint, body, ADMIN)).json).toEqual({ data: { touch: true } });
    expect((await post(main.endpoint, body)).status).toBe(403);
  });
});

describe('HTTP', () => {
  test('GET runs queries, and nothing else', async () => {
    const get = (query: string, headers: Record<string, string>) =>
      fetch(`${main.endpoint}?query=${encodeURIComponent(query)}`, {
        headers: { ...READER, ...headers },
      });
    const preflighted = { 'apollo-require-preflight': '1' };
    const ok = await get('{ hello(name: "GET") }', preflighted);
    expect([ok.status, await ok.text()]).toEqual([200, '{"data":{"hello":"Hello GET"}}']);
    const mutation = await get('mutation { touch }', preflighted);
    expect([mutation.status, mutation.headers.get('allow')]).toEqual([405, 'POST']);
    expect(
      (
        await get('{ hello }', { accept: 'application/graphql-response+json', ...preflighted })
      ).headers.get('content-type'),
    ).toMatch(/^application\/graphql-response\+json/);
  });

  test('requests that a foreign page could forge are refused', async () => {
    const bare = await fetch(`${main.endpoint}?query=${encodeURIComponent('{ hello }')}`, {
      headers: READER,
    });
    const form = await fetch(main.endpoint, {
      method: 'POST',
      headers: { ...READER, 'content-type': 'text/plain' },
      body: '{"query":"mutation { touch }"}',
    });
    for (const response of [bare, form]) {
      expect(response.status).toBe(400);
      expect(await response.text()).toMatch(/Cross-Site Request Forgery/);
    }
  });

  test('other methods, types, paths and encodings are refused', async () => {
    const statusOf = async (path: string, init: RequestInit) =>
      (
        await fetch(`${main.server.url}${path}`, {
          ...init,
          headers: { ...READER, ...init.headers },
        })
      ).status;
    expect(await statusOf('/graphql', { method: 'DELETE' })).toBe(405);
    expect(
      await statusOf('/graphql', {
        method: 'POST',
        body: '<a/>',
        headers: { 'content-type': 'application/xml' },
      }),
    ).toBe(400);
    expect(
      await statusOf('/graphql', {
        method: 'POST',
        body: 'x',
        headers: { ...JSON_TYPE, 'content-encoding': 'gzip' },
      }),
    ).toBe(415);
    expect(await statusOf('/health', { method: 'POST' })).toBe(405);
    expect(await statusOf('/', {})).toBe(404);
    expect(await statusOf('/graphql/', {})).toBe(404);
  });

  test('bodies over 1 MiB are refused, declared or not, and the connection stays in order', async () => {
    const body = JSON.stringify({
      query: '{ hello }',
      variables: { pad: 'x'.repeat(3 * 1024 * 1024) },
    });
    expect((await post(main.endpoint, body)).status).toBe(413);
    const chunked = request(main.endpoint, {
      method: 'POST',
      headers: { ...READER, ...JSON_TYPE },
    });
    chunked.end(body);
    const [response] = (await once(chunked, 'response')) as [import('node:http').IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(413);
    expect(
      (await post(main.endpoint, { query: '{ hello }', variables: { pad: 'x'.repeat(1_000_000) } }))
        .status,
    ).toBe(200);
  });

  test('every response has a request id, a length and security headers', async () => {
    const { headers } = await post(main.endpoint, { query: '{ hello }' });
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
  });

  test('health follows ClickHouse, and a probe that fails or hangs is no health', async () => {
    let probe = async (): Promise<boolean> => true;
    const { server } = await start({}, { probe: () => probe() });
    const health = async () => {
      const response = await fetch(`${server.url}/health`);
      return [response.status, await response.json()];
    };
    expect(await health()).toEqual([200, { status: 'ok' }]);
    probe = async () => false;
    expect(await health()).toEqual([503, { status: 'unavailable' }]);
    probe = async () => {
      throw new Error('connection refused');
    };
    expect(await health()).toEqual([503, { status: 'unavailable' }]);
    probe = () => new Promise(() => undefined);
    expect(await health()).toEqual([503, { status: 'unavailable' }]);
  });
});

describe('CORS', () => {
  const preflight = (endpoint: string, origin: string) =>
    fetch(endpoint, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
        'access-control-request-private-network': 'true',
      },
    });

  test('lets allowed origins in, private networks included', async () => {
    const response = await preflight(main.endpoint, ORIGIN);
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      vary: 'Origin',
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-private-network': 'true',
      'access-control-allow-headers': expect.stringMatching(
        /content-type, authorization, apollo-require-preflight.*tributary-plan/,
      ) as string,
    });
    const { headers } = await post(
      main.endpoint,
      { query: '{ hello }' },
      { ...READER, origin: ORIGIN },
    );
    expect(headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(
      (await post(main.endpoint, { query: '{ hello }' }, { origin: ORIGIN })).headers.get(
        'access-control-allow-origin',
      ),
    ).toBe(ORIGIN);
  });

  test('keeps others out, and everyone where nothing is set', async () => {
    const closed = await start();
    for (const endpoint of [main.endpoint, closed.endpoint]) {
      const response = await preflight(endpoint, 'https://evil.example.com');
      expect(
        [...response.headers.keys()].filter((name) => name.startsWith('access-control')),
      ).toEqual([]);
    }
    const open = await start({ TRIBUTARY_CORS_ORIGINS: '*' });
    expect(
      (await preflight(open.endpoint, 'https://any.example.com')).headers.get(
        'access-control-allow-origin',
      ),
    ).toBe('https://any.example.com');
  });
});

describe('a client that goes away', () => {
  test('aborts what runs for it, and the server goes on', async () => {
    const hanging = new Promise<void>((resolve) => {
      onHang = resolve;
    });
    const controller = new AbortController();
    const gone = fetch(main.endpoint, {
      method: 'POST',
      headers: { ...READER, ...JSON_TYPE },
      body: '{"query":"{ hangs }"}',
      signal: controller.signal,
    });
    await hanging;
    expect(abortedRequests).toEqual([]);
    controller.abort();
    await expect(gone).rejects.toThrow(/abort/i);
    while (abortedRequests.length === 0)
      await new Promise((resolve) => {
        setTimeout(resolve, 5);
      });
    expect((await post(main.endpoint, { query: '{ hello }' })).status).toBe(200);
    expect(abortedRequests).toHaveLength(1);
  });

  test('in the middle of its body is forgotten', async () => {
    const { port, hostname } = new URL(main.endpoint);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.write(
      'POST /graphql ' +
        `HTTP/1.1\r\nhost: x\r\nauthorization: ${READER.authorization}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"query":`,
    );
    socket.destroy();
    await once(socket, 'close');
    expect((await post(main.endpoint, { query: '{ hello }' })).status).toBe(200);
  });
});

describe('closing', () => {
  test('lets running requests finish, keeps no idle connection, and takes no new one', async () => {
    let finish = (_value: string): void => undefined;
    const schemas = createSchemas(0);
    const waiting = new Promise<void>((entered) => {
      addResolvers(schemas.executionSchema, {
        ...RESOLVERS,
        hangs: () =>
          new Promise((resolve) => {
            finish = resolve;
            entered();
          }),
      });
    });
    const { server, endpoint } = await start({}, { gateway: new HotGateway(schemas) });
    await post(endpoint, { query: '{ hello }' });
    const running = post(endpoint, { query: '{ hangs }' });
    await waiting;
    const closed = server.close();
    await expect(fetch(endpoint)).rejects.toThrow();
    finish('done');
    expect((await running).json).toEqual({ data: { hangs: 'done' } });
    await closed;
  });

  test('and a taken port are reported in words', async () => {
    await expect(start({ PORT: new URL(main.server.url).port })).rejects.toThrow(
      /PORT \d+ is in use/,
    );
  });
});

// ---------------------------------------------------------------- explorer

describe('the explorer page', () => {
  test('consists of local files only, under a policy that allows no others', async () => {
    const { server } = await start(
      {},
      {
        explorer: createExplorer({
          initialQuery: 'query Shown { hello(name: "</script>`${x}") }',
          needsKey: true,
        }),
      },
    );
    const page = await fetch(`${server.url}/`);
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toMatch(
      /default-src 'none'; script-src 'self';.*connect-src 'self'/,
    );
    const assets = [...html.matchAll(/(?:src|href)="([^"]+)"/g)]
      .map((match) => match[1] ?? '')
      .filter((path) => path !== '/');
    expect(assets.length).toBeGreaterThan(10);
    for (const path of assets) {
      expect(path).not.toMatch(/^(https?:)?\/\//);
      const asset = await fetch(new URL(path, `${server.url}/`));
      expect([path, asset.status]).toEqual([path, 200]);
      await asset.arrayBuffer();
    }
    expect(html).not.toMatch(/<script[^>]*>[^<]/);
    const script = await (await fetch(`${server.url}/tributary-explorer.js`)).text();
    const init = jest.fn();
    runInNewContext(script, { AltairGraphQL: { init } });
    expect(init).toHaveBeenCalledWith(
      expect.objectContaining({
        endpointURL: '/graphql',
        initialQuery: 'query Shown { hello(name: "</script>`${x}") }',
        initialHeaders: { Authorization: 'Bearer ' },
        disableAccount: true,
      }),
    );
  });

  test('has a page that draws plans, under a policy that is stricter still', async () => {
    const { server } = await start({}, { explorer: createExplorer({ needsKey: true }) });
    const page = await fetch(`${server.url}/plan`);
    expect(page.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    const assets = [...(await page.text()).matchAll(/(?:src|href)="(\/plan\/[^"]+)"/g)].map(
      (match) => match[1] ?? '',
    );
    const types = await Promise.all(
      assets.map(async (path) => (await fetch(`${server.url}${path}`)).headers.get('content-type')),
    );
    expect(types.toSorted()).toEqual(['text/css; charset=utf-8', 'text/javascript; charset=utf-8']);
    expect((await fetch((await start()).server.url + '/plan')).status).toBe(404);
  });

  test('gives no other file, whatever the path', async () => {
    const { server } = await start({}, { explorer: createExplorer({ needsKey: false }) });
    const folder = await mkdtemp(join(tmpdir(), 'tributary-http-'));
    for (const path of [
      '/../package.json',
      '/..%2f..%2fpackage.json',
      `//${folder}`,
      '/assets',
      '/main.js/../../index.js',
      '/%00',
      '/plan/README.md',
      '/plan/',
    ]) {
      const statusCode = await new Promise<number | undefined>((resolve, reject) => {
        request(server.url, { path }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on('error', reject)
          .end();
      });
      expect([path, statusCode]).toEqual([path, 404]);
    }
    await rm(folder, { recursive: true });
    const head = await fetch(`${server.url}/main.js`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type')]).toEqual([
      200,
      'text/javascript; charset=utf-8',
    ]);
  });
});
