import { postgresqlIdentifier } from '../../src/sql/postgresql-quoting';
import { joinSql, sql } from '../../src/sql/sql';
import {
  CreateRemoteTableDocument,
  DeleteServiceDocument,
  RemoteTablesDocument,
  SetUpManagedCredentialsDocument,
} from '../generated/operations';
import { registerPostgresql } from '../helpers/gateway/register-postgresql';
import { runOperation } from '../helpers/gateway/run-operation';
import {
  startTestGateway,
  type Answer,
  type TestGateway,
} from '../helpers/gateway/start-test-gateway';
import { startPostgresql, type PostgresqlServer } from '../servers/postgresql-server';

/** Names in a service, and GraphQL documents, that want to be more than they are. */
let postgresql: PostgresqlServer;
let gateway: TestGateway;

beforeAll(async () => {
  // The limits on operations are lifted: what stands behind them must hold alone.
  const lifted = {
    TRIBUTARY_MAX_ROOT_FIELDS: '10000',
    TRIBUTARY_MAX_ALIASES: '10000',
    TRIBUTARY_MAX_COST: '1000000',
  };
  [postgresql, gateway] = await Promise.all([startPostgresql(), startTestGateway(lifted)]);
}, 60_000);

afterAll(async () => {
  await gateway.stop();
  await postgresql.remove();
});

const NAMES = [
  "quo'te",
  'dou"ble',
  'back\\slash',
  '\\',
  "\\'",
  '`tick`',
  'new\nline',
  'ta\tb',
  '{q:String}',
  '{{}}',
  '$1',
  '%s',
  '; DROP SCHEMA public; --',
  '/* x */',
  '"; --',
  'ünï 😀',
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '__typename',
  'prototype',
];

describe('hostile names', () => {
  test('of databases, schemas, tables and columns', async () => {
    const name = postgresqlIdentifier;
    const databases = ['da\'ta\\ba"se{x}', '`d`;$1'];
    const schemas = ["sche'ma\\", '"s"--{q:String}', '__proto__'];
    for (const database of databases) {
      await postgresql.createDatabase(database);
      for (const schema of schemas) {
        const columns = joinSql(
          NAMES.map((column) => sql`${name(column)} text DEFAULT 'v'`),
          ', ',
        );
        const tables = NAMES.map(
          (table) =>
            sql`CREATE TABLE ${name(schema)}.${name(table)} (id int PRIMARY KEY, ${columns}); INSERT INTO ${name(schema)}.${name(table)} VALUES (1)`,
        );
        await postgresql.execute(
          sql`CREATE SCHEMA ${name(schema)}; ${joinSql(tables, '; ')}`,
          database,
        );
      }
    }
    const all = databases.flatMap((database) => schemas.map((schema) => ({ database, schema })));
    const { databases: made } = await registerPostgresql(gateway, postgresql, {
      name: 'hostile',
      database: databases[0]!,
      databases: all,
    });
    expect(made).toHaveLength(all.length);
    const { remoteTables } = await runOperation(gateway, RemoteTablesDocument, {
      service: 'hostile',
    });
    expect(remoteTables).toHaveLength(all.length * NAMES.length);
    expect(new Set(remoteTables.map((table) => table.fieldName)).size).toBe(remoteTables.length);
    for (const table of remoteTables)
      expect(table.columns.map((column) => column.name)).toEqual(['id', ...NAMES]);

    // All tables of one schema, one of the others: each column by list, filter and order.
    const read = remoteTables.filter(
      (table, index) => index < NAMES.length || index % NAMES.length === 0,
    );
    for (const { fieldName, columns } of read) {
      const fields = columns.map((column) => column.fieldName);
      const row = Object.fromEntries(fields.map((field) => [field, field === 'id' ? 1 : 'v']));
      const [text, ...others] = fields.filter((field) => field !== 'id');
      const where = [text, ...others].map((field) => `${field}: {_eq: "v"}`).join(' ');
      const answer = await gateway.ask(
        `{ a: ${fieldName}(where: {${where}}, orderBy: [${fields.map((field) => `{${field}: DESC}`).join(' ')}]) { ${fields.join(' ')} } b: ${fieldName}ByPk(id: 1) { ${fields.join(' ')} } }`,
      );
      expect({ data: answer.data, errors: answer.errors }).toEqual({
        data: { a: [row], b: row },
        errors: undefined,
      });
    }
    await runOperation(gateway, DeleteServiceDocument, { name: 'hostile', force: true });
  }, 60_000);
});

describe('hostile documents', () => {
  beforeAll(async () => {
    await postgresql.createDatabase('constructor');
    await postgresql.execute(
      sql`
      CREATE TABLE "constructor" (id int PRIMARY KEY, "constructor" int REFERENCES "constructor", "toString" text, "__proto__" text, "hasOwnProperty" text);
      INSERT INTO "constructor" VALUES (1, NULL, 'a', 'b', 'c'), (2, 1, 'd', 'e', 'f')`,
      'constructor',
    );
    await registerPostgresql(gateway, postgresql, { name: 'constructor' });
    await runOperation(gateway, SetUpManagedCredentialsDocument, {
      input: { service: 'constructor' },
    });
    for (const fieldName of ['toString', 'hasOwnProperty', 'constructor']) {
      await runOperation(gateway, CreateRemoteTableDocument, {
        input: { service: 'constructor', name: `as-${fieldName}`, table: 'constructor', fieldName },
      });
    }
  }, 30_000);

  const codes = (answer: Answer): readonly unknown[] => [
    ...new Set(answer.errors?.map(({ extensions }) => extensions['code'])),
  ];

  test('fields and arguments named as members of every object', async () => {
    for (const field of ['toString', 'hasOwnProperty', 'constructor']) {
      const { text } = await gateway.ask(
        `{ ${field}(where: {toString: {_eq: "d"}, hasOwnProperty: {_in: ["f"]}, ` +
          'constructor: {_eq: 1}}, orderBy: [{constructor: DESC}, ' +
          '{toString: ASC}]) { constructor toString hasOwnProperty } ' +
          `${field}ByPk(id: 1) { toString } }`,
        {},
        { authorization: `Bearer ${gateway.adminKey}` },
      );
      expect(JSON.parse(text)).toEqual({
        data: {
          [field]: [{ constructor: 1, toString: 'd', hasOwnProperty: 'f' }],
          [`${field}ByPk`]: { toString: 'a' },
        },
      });
    }
  });

  test.each([
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '__typename',
    '__schema',
    'valueOf',
    'then',
    'toJSON',
  ])('%s as an alias, a variable and a fragment', async (name) => {
    const query =
      `query ${name}($${name}: Int!) { ${name}: toStringByPk(id: $${name}) { ` +
      `${name}: id nested: toString ...${name} } x: __schema { ${name}: queryType { ` +
      `${name}: name } } } fragment ${name} on ToString { z: hasOwnProperty }`;
    const { text } = await gateway.ask(
      query,
      JSON.parse(`{"${name}": 2}`) as Record<string, unknown>,
      { authorization: `Bearer ${gateway.adminKey}` },
    );
    expect(text.replaceAll(/\s/g, '')).toBe(
      `{"data":{"${name}":{"${name}":2,"nested":"d","z":"f"},"x":{"${name}":{"${name}":"Query"}}}}`,
    );
    expect(({} as Record<string, unknown>)['id']).toBeUndefined();
  });

  test('filters in variables find columns of these names, and only where they are given', async () => {
    const query =
      'query ($where: ToStringFilter, $order: [ToStringOrderBy!]) ' +
      '{ toString(where: $where, orderBy: $order) { id } }';
    const find = async (where: unknown): Promise<unknown> =>
      (await gateway.data<{ toString: unknown }>(query, { where, order: [{ constructor: 'ASC' }] }))
        .toString;
    expect(await find({})).toEqual([{ id: 2 }, { id: 1 }]);
    expect(await find({ id: { _eq: 1 } })).toEqual([{ id: 1 }]);
    expect(
      await find({ toString: { _eq: 'd' }, constructor: { _in: [1] }, proto: { _neq: 'b' } }),
    ).toEqual([{ id: 2 }]);
    expect(await find({ _not: { hasOwnProperty: { _eq: 'c' } } })).toEqual([{ id: 2 }]);
  });

  test('unknown members in variables are refused, whatever their names', async () => {
    for (const where of [
      '{"__proto__": {"_eq": 1}}',
      '{"nope": 1}',
      '{"toString": {"constructor": "x"}}',
      '{"valueOf": null}',
    ]) {
      const variables = JSON.parse(`{"where": ${where}}`) as Record<string, unknown>;
      expect(
        codes(
          await gateway.ask(
            'query ($where: ToStringFilter) { toString(where: $where) { id } }',
            variables,
          ),
        ),
      ).toEqual(['BAD_USER_INPUT']);
    }
  });

  /** The relationship from a row to those that refer to it. */
  const edge = async (): Promise<string> => {
    const { remoteTables } = await runOperation(gateway, RemoteTablesDocument, {
      service: 'constructor',
    });
    return (
      remoteTables
        .find((table) => table.fieldName === 'toString')
        ?.relationships.find(({ kind }) => kind === 'ARRAY')?.name ?? ''
    );
  };

  test('deep nesting is refused, in fields, fragments and input', async () => {
    const name = await edge();
    const nest = (levels: number): string =>
      `{ toString { ${`${name} { `.repeat(levels)}id${' }'.repeat(levels)} } }`;
    for (const levels of [11, 200])
      expect(codes(await gateway.ask(nest(levels)))).toEqual(['QUERY_TOO_DEEP']);
    expect((await gateway.ask(nest(10))).errors).toBeUndefined();
    const chain = Array.from(
      { length: 30 },
      (_, index) =>
        `fragment F${index} on ToString { ${index === 29 ? 'id' : `... on ToString { id ...F${index + 1} }`} }`,
    ).join(' ');
    expect((await gateway.ask(`{ toStringByPk(id: 2) { ...F0 } } ${chain}`)).data).toEqual({
      toStringByPk: { id: 2 },
    });
    const asLiteral = (depth: number): Promise<Answer> =>
      gateway.ask(
        `{ toString(where: ${'{_not: '.repeat(depth)}{id: {_eq: 1}}${'}'.repeat(depth)}) { id } }`,
      );
    expect((await asLiteral(50)).data).toEqual({ toString: [{ id: 1 }] });
    expect(codes(await asLiteral(5_000))).toEqual(['GRAPHQL_PARSE_FAILED']);
    const asVariable = async (depth: number): Promise<string> => {
      const where = `${'{"_not": '.repeat(depth)}{"id": {"_eq": 1}}${'}'.repeat(depth)}`;
      const query = 'query ($where: ToStringFilter) { toString(where: $where) { id } }';
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${gateway.adminKey}`,
        },
        body: `{"query": "${query}", "variables": {"where": ${where}}}`,
      });
      return `${response.status} ${(await response.text()).replaceAll('\n', '')}`;
    };
    expect(await asVariable(50)).toBe('200 {"data":{"toString":[{"id":1}]}}');
    for (const depth of [1_000, 100_000])
      expect(await asVariable(depth)).toMatch(/^400 .*"code":"INVALID_INPUT"/);
  });

  test('fragments that multiply at each level are refused at once', async () => {
    const name = await edge();
    const fragments = Array.from(
      { length: 10 },
      (_, level) =>
        `fragment F${level} on ToString { id ${level === 9 ? '' : Array.from({ length: 9 }, (_, index) => `a${index}: ${name} { ...F${level + 1} }`).join(' ')} }`,
    );
    expect(codes(await gateway.ask(`{ toString { ...F0 } } ${fragments.join(' ')}`))).toEqual([
      'GRAPHQL_VALIDATION_FAILED',
    ]);
    const introspection =
      '{ __schema { types { ...T } } }' +
      Array.from(
        { length: 12 },
        (_, level) =>
          ` fragment T${level === 0 ? '' : level} on __Type { name ${level === 11 ? '' : `fields { type { ...T${level + 1} } } ofType { ...T${level + 1} } interfaces { ...T${level + 1} }`} }`,
      ).join('');
    expect(codes(await gateway.ask(introspection))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });

  test('fragments that spread themselves are refused', async () => {
    for (const query of [
      '{ toString { ...A } } fragment A on ToString { ...A }',
      '{ toString { ...A } } fragment A on ToString { id ...B } fragment B on ToString { ...A }',
      'query { ...Q } fragment Q on Query { ...Q }',
    ]) {
      expect(codes(await gateway.ask(query))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    }
  });

  test('thousands of aliases, repeated fields and huge documents end in time, and others are served meanwhile', async () => {
    const many = (count: number, field: (index: number) => string): string =>
      `{ ${Array.from({ length: count }, (_, index) => field(index)).join(' ')} }`;
    const aliases = await gateway.ask(many(10_000, (index) => `a${index}: __typename`));
    expect(Object.keys(aliases.data ?? {})).toHaveLength(10_000);
    // graphql-js gives up comparing fields of one name in the end.
    expect(codes(await gateway.ask(many(4_000, () => 'toStringByPk(id: 1) { id }')))).toEqual([
      'GRAPHQL_VALIDATION_FAILED',
    ]);
    const repeated = await gateway.ask(many(100, () => 'toStringByPk(id: 1) { id }'));
    expect(repeated.data).toEqual({ toStringByPk: { id: 1 } });
    expect(repeated.extensions?.plan).toHaveLength(1);
    const columns = await gateway.ask(
      many(1, () => `toStringByPk(id: 1) ${many(3_000, (index) => `a${index}: id`)}`),
    );
    expect([Object.keys(columns.data?.['toStringByPk'] ?? {}).length, ...codes(columns)]).toEqual([
      3_000,
    ]);
    const tooLong = await gateway.ask(many(60_000, () => 'a'));
    expect([tooLong.status, ...codes(tooLong)]).toEqual([400, 'GRAPHQL_PARSE_FAILED']);

    const statements = gateway.ask(many(3_000, (index) => `a${index}: toStringByPk(id: 1) { id }`));
    const other = await gateway.ask('{ services { name } }');
    expect(other.data).toEqual({ services: [{ name: 'constructor' }] });
    const answer = await statements;
    // Those that wait are refused, or end with the time that a field may take.
    expect(
      codes(answer).filter(
        (code) => !['TOO_MANY_REQUESTS', 'SERVICE_TIMEOUT'].includes(String(code)),
      ),
    ).toEqual([]);
    for (const value of Object.values(answer.data ?? {}))
      expect([null, 1]).toContain((value as { id: number } | null)?.id ?? null);
  }, 60_000);
});
