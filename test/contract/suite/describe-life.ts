import { toCredentials } from '../../../resolvers/to-credentials';
import type { PlanReport } from '../../../src/reading/request/plan-report';
import { eventually } from '../../helpers/eventually';
import type { Answer } from '../../helpers/gateway/start-test-gateway';
import type { WatchedGateway } from '../../helpers/gateway/start-watched-gateway';
import { startTcpProxy } from '../../helpers/sources/start-tcp-proxy';
import type { ContractService, ContractTerms, Mode } from './contract-terms';

export const MODES: readonly Mode[] = ['MANAGED_CREDENTIALS', 'MANAGED_DATABASES'];
const SET_UP_OF: Readonly<Record<Mode, string>> = {
  MANAGED_CREDENTIALS: 'setUpManagedCredentials',
  MANAGED_DATABASES: 'setUpManagedDatabases',
};
const CREATE =
  'mutation ($input: CreateServiceInput!) { createService(input: $input) { id type address } }';
const TEST =
  'mutation ($service: String!, $credentials: CredentialsInput) { testConnection(service: ' +
  '$service, credentials: $credentials) { ok refusal message serverVersion } }';
const ROTATE =
  'mutation ($service: String!, $credentials: CredentialsInput!) { ' +
  'rotateCredentials(service: $service, credentials: $credentials) { accounts } }';
const INTEGRATION =
  'id type state namedCollection databases { name } remoteTables { id name fieldName } ' +
  'deletionImpact { databases remoteTables }';
export const LIST_CATALOG =
  'query ($service: String!) { service(name: $service) { catalog(limit: 1000) { name ' +
  'exposedAs { id } } } }';

export interface SetUp {
  readonly id: string;
  readonly state: string;
  readonly namedCollection: string;
  readonly databases: readonly { readonly name: string }[];
  readonly remoteTables: readonly {
    readonly id: string;
    readonly name: string;
    readonly fieldName: string;
  }[];
  readonly deletionImpact: {
    readonly databases: readonly string[];
    readonly remoteTables: readonly string[];
  };
}

const codesOf = ({ errors }: Answer): readonly unknown[] =>
  (errors ?? []).map(({ extensions }) => extensions['code']);

/**
 * The log of the service when it has not grown for several looks at the health of all services:
 * what was asked before a pause may be answered, and logged, after it.
 */
async function readQuietLog({ readLog }: ContractService): Promise<string | undefined> {
  return eventually(async () => {
    const before = await readLog?.();
    await new Promise((done) => setTimeout(done, 300));
    const after = await readLog?.();
    if (after !== before) throw new Error('the service is still asked');
    return after;
  });
}

/** False where callers declare all there is to know of a service. */
export function isListed({ connector: { catalog } }: Pick<ContractTerms, 'connector'>): boolean {
  return catalog.kind !== 'declared' || catalog.list !== undefined;
}

export async function createServiceOn(
  gateway: WatchedGateway,
  { member }: ContractTerms,
  service: ContractService,
  name: string,
  port = service.port,
): Promise<{ readonly address: string; readonly type: string }> {
  const { createService } = await gateway.data<{
    createService: { address: string; type: string };
  }>(CREATE, { input: { name, location: 'MANAGED', [member]: service.address(port) } });
  return createService;
}

/** The set-up mutation of a mode, as the API answers it. */
function askSetUp(
  gateway: WatchedGateway,
  mode: Mode,
  input: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const type = `${SET_UP_OF[mode][0]?.toUpperCase() ?? ''}${SET_UP_OF[mode].slice(1)}Input!`;
  return gateway.ask(
    `mutation ($input: ${type}) { ${SET_UP_OF[mode]}(input: $input) { ${INTEGRATION} } }`,
    { input },
  );
}

export async function setUpOn(
  gateway: WatchedGateway,
  mode: Mode,
  service: ContractService,
  name: string,
): Promise<SetUp> {
  const answer = await askSetUp(gateway, mode, {
    service: name,
    credentials: service.credentials,
    ...service.modes[mode],
  });
  expect(answer.errors).toBeUndefined();
  return answer.data?.[SET_UP_OF[mode]] as SetUp;
}

/** All rows, and those of the filter with a limit. Rows of a feed come in later. */
async function expectRows(
  gateway: WatchedGateway,
  { table }: ContractService,
  field: string,
): Promise<PlanReport | undefined> {
  await eventually(
    async () =>
      expect(
        await rowsOf(gateway, `{ ${field}(orderBy: ${table.orderBy}) { ${table.fields} } }`),
      ).toEqual(table.rows),
    30_000,
  );
  const filtered = await gateway.ask(
    `{ rows: ${field}(where: ${table.where}, orderBy: ${table.orderBy}, limit: 1, offset: ` +
      `1) { ${table.fields} } }`,
  );
  expect([filtered.errors, filtered.data?.['rows']]).toEqual([undefined, [table.matching[1]]]);
  return filtered.extensions?.plan?.[0];
}

async function rowsOf(gateway: WatchedGateway, query: string): Promise<unknown> {
  const { data, errors } = await gateway.ask(query);
  expect(errors).toBeUndefined();
  return Object.values(data ?? {})[0];
}

/** The life of an integration of one mode, from the set-up to nothing, through a real gateway. */
export function describeLife(
  terms: ContractTerms,
  mode: Mode,
  service: () => ContractService,
  gateway: () => WatchedGateway,
): void {
  const { connector } = terms;
  const name = `life-${mode === 'MANAGED_DATABASES' ? 'databases' : 'credentials'}`;
  const isSupported = (): boolean => service().modes[mode] !== undefined;
  let integration: SetUp;
  const field = (): string => integration.remoteTables[0]?.fieldName ?? '';
  const change = (mutation: string) =>
    gateway().data<Record<string, { readonly state: string }>>(
      `mutation ($id: ID!) { ${mutation}(id: $id) { state } }`,
      { id: integration.id },
    );

  test('the service is registered, and its address shown', async () => {
    const created = await createServiceOn(gateway(), terms, service(), name);
    expect(created).toMatchObject({
      type: connector.identity.type,
      address: connector.address.render(connector.address.parse(service().address(service().port))),
    });
  });

  test('testConnection tries given credentials, and tells refusals', async () => {
    const { credentials } = service();
    if (credentials !== null)
      expect(await gateway().data(TEST, { service: name, credentials })).toMatchObject({
        testConnection: { ok: true, refusal: null },
      });
    for (const refused of service().refusals) {
      if (refused.address !== undefined || refused.credentials === undefined) continue;
      expect(
        await gateway().data(TEST, { service: name, credentials: refused.credentials }),
      ).toMatchObject({ testConnection: { ok: false, refusal: refused.refusal } });
      if (!isSupported()) continue;
      const answer = await askSetUp(gateway(), mode, {
        service: name,
        credentials: refused.credentials,
        ...service().modes[mode],
      });
      expect(answer.errors?.map(({ extensions }) => extensions)).toMatchObject([
        { code: 'CREDENTIALS_REFUSED', refusal: refused.refusal },
      ]);
    }
    expect(await leftOvers(gateway(), name)).toEqual([]);
  });

  test('the mode is set up, or refused by name', async () => {
    if (isSupported()) {
      integration = await setUpOn(gateway(), mode, service(), name);
      expect(integration).toMatchObject({
        state: 'RUNNING',
        namedCollection: `service_${name}`,
        remoteTables: [{ name: expect.any(String) as string }],
      });
      expect(integration.databases.length > 0).toBe(mode === 'MANAGED_DATABASES');
      return;
    }
    const answer = await askSetUp(gateway(), mode, {
      service: name,
      credentials: service().credentials,
    });
    expect(answer.errors?.map(({ extensions }) => extensions)).toMatchObject([
      { code: 'INTEGRATION_NOT_SUPPORTED', supported: Object.keys(service().modes) },
    ]);
    expect(answer.errors?.[0]?.message).toContain(Object.keys(service().modes).join(', '));
    expect(await leftOvers(gateway(), name)).toEqual([]);
  });

  test('the table is read: filtered, ordered and cut; what can be pushed is', async () => {
    if (!isSupported()) return;
    const before = (await service().readLog?.())?.length ?? 0;
    const plan = await expectRows(gateway(), service(), field());
    expect(plan?.service).toBe(name);
    const { pushed } = service().table;
    if (pushed === undefined) return;
    expect(plan?.received.join('\n')).toMatch(pushed);
    const log = await service().readLog?.();
    if (log !== undefined) expect(log.slice(before)).toMatch(pushed);
  });

  test('asked again and again, it keeps its answer, and its connection if it can', async () => {
    if (!isSupported()) return;
    const { table, readLog } = service();
    const question = `{ rows: ${field()}(orderBy: ${table.orderBy}) { ${table.fields} } }`;
    for (let times = 1; times <= 4; times += 1) {
      const before = (await readLog?.())?.length ?? 0;
      const { data, extensions } = await gateway().ask(question);
      expect(data?.['rows']).toEqual(table.rows);
      const isKept =
        extensions?.plan?.[0]?.clickhouse.startsWith('CREATE TEMPORARY TABLE ') ?? false;
      if (times > 2) expect(isKept).toBe(connector.queries.keptEngine !== undefined);
      // The table function asks for types in this way. A look at the health, which may come between,
      // asks for types too, but not of the table.
      const asksForTypes = new RegExp(`${table.remoteName}.*LIMIT 0`);
      if (times > 2 && isKept) expect((await readLog?.())?.slice(before)).not.toMatch(asksForTypes);
    }
  });

  test('the catalog lists the table and as what it is exposed, or it lists none', async () => {
    if (!isSupported()) return;
    if (!isListed(terms)) {
      expect(codesOf(await gateway().ask(LIST_CATALOG, { service: name }))).toEqual([
        'INVALID_INPUT',
      ]);
      return;
    }
    const {
      service: { catalog },
    } = await gateway().data<{
      service: { catalog: readonly { name: string; exposedAs: { id: string } | null }[] };
    }>(LIST_CATALOG, { service: name });
    expect(catalog).toContainEqual({
      name: service().table.remoteName,
      exposedAs: { id: integration.remoteTables[0]?.id },
    });
  });

  test('paused, it answers at once and the service hears nothing; resumed, it reads', async () => {
    if (!isSupported()) return;
    expect(await change('pauseIntegration')).toEqual({ pauseIntegration: { state: 'PAUSED' } });
    const heard = await readQuietLog(service());
    expect(codesOf(await gateway().ask(`{ ${field()} { ${service().table.fields} } }`))).toEqual([
      'INTEGRATION_PAUSED',
    ]);
    expect(codesOf(await gateway().ask(LIST_CATALOG, { service: name }))).toEqual([
      'INTEGRATION_PAUSED',
    ]);
    expect(codesOf(await gateway().ask(TEST, { service: name }))).toEqual(['INTEGRATION_PAUSED']);
    // Several looks at the health of all services.
    await new Promise((done) => setTimeout(done, 500));
    expect(await service().readLog?.()).toBe(heard);
    expect(await change('resumeIntegration')).toEqual({ resumeIntegration: { state: 'RUNNING' } });
    await expectRows(gateway(), service(), field());
  });

  test('credentials are rotated, and the table reads with them', async () => {
    const { nextCredentials, credentials } = service();
    if (!isSupported() || credentials === null) return;
    for (const refused of service().refusals) {
      if (refused.address !== undefined || refused.credentials === undefined) continue;
      expect(
        codesOf(await gateway().ask(ROTATE, { service: name, credentials: refused.credentials })),
      ).toEqual(['CREDENTIALS_REFUSED']);
    }
    await gateway().data(ROTATE, { service: name, credentials: nextCredentials ?? credentials });
    expect(await gateway().data(TEST, { service: name })).toMatchObject({
      testConnection: { ok: true },
    });
    await expectRows(gateway(), service(), field());
  });

  test('the table is refreshed without a change, or refused if it is declared', async () => {
    if (!isSupported()) return;
    const answer = await gateway().ask(
      'mutation ($id: ID!) { refreshRemoteTable(id: $id) { changes } }',
      { id: integration.remoteTables[0]?.id },
    );
    if (service().table.isDeclared === true) expect(codesOf(answer)).toEqual(['INVALID_INPUT']);
    else
      expect([answer.errors, answer.data]).toEqual([
        undefined,
        { refreshRemoteTable: { changes: [] } },
      ]);
    await expectRows(gateway(), service(), field());
  });

  test('the service moves and all is read there, or the connector refuses', async () => {
    if (!isSupported()) return;
    const move = (port: number) =>
      gateway().ask(
        'mutation ($name: String!, $input: CreateServiceInput!) { updateService(name: ' +
          '$name, input: $input) { name } }',
        {
          name,
          input: { name, location: 'MANAGED', [terms.member]: service().address(port) },
        },
      );
    if (connector.storage.addressEntries === undefined) {
      expect(codesOf(await move(service().port))).toEqual(['IN_USE']);
      return;
    }
    expect(codesOf(await move(1))).toEqual(['SERVICE_UNREACHABLE']);
    await expectRows(gateway(), service(), field());
    if (service().canStandBehindProxy === false) return;
    const proxy = await startTcpProxy(service().port);
    try {
      expect(codesOf(await move(proxy.port))).toEqual([]);
      await expectRows(gateway(), service(), field());
      expect(codesOf(await move(service().port))).toEqual([]);
    } finally {
      await proxy.stop();
    }
    await expectRows(gateway(), service(), field());
  }, 60_000);

  test('an account of its own is refused by name where the connector makes none', async () => {
    if (!isSupported() || connector.credentials.accounts !== undefined) return;
    const answer = await gateway().ask(ROTATE, {
      service: name,
      credentials: {
        provision: { adminUsername: 'a', adminPassword: 'the-administrators-secret' },
      },
    });
    expect([codesOf(answer), answer.errors?.[0]?.message]).toEqual([
      ['INVALID_INPUT'],
      expect.stringContaining(`not available for ${connector.identity.type} services`),
    ]);
    expect(answer.errors?.[0]?.message).toMatch(/Available for: .*POSTGRESQL/);
  });

  test('an account of its own is made, replaced and dropped by an administrator only', async () => {
    const { administrator, credentials, nextCredentials } = service();
    if (!isSupported() || administrator === undefined || credentials === null) return;
    const rotate = (provision: object) =>
      gateway().ask(ROTATE, { service: name, credentials: { provision } });
    const accountsOf = ({ data, errors }: Answer): readonly string[] => {
      expect(errors).toBeUndefined();
      return (data?.['rotateCredentials'] as { accounts: readonly string[] }).accounts;
    };
    for (const refused of [
      { ...administrator, adminPassword: 'Xk4tContractWrongAdmin' },
      { adminUsername: credentials['username'], adminPassword: credentials['password'] },
    ]) {
      expect(codesOf(await rotate(refused))).toEqual(['CREDENTIALS_REFUSED']);
    }
    const [first = '', ...others] = accountsOf(await rotate(administrator));
    expect([first, others]).toEqual([expect.stringMatching(/^tributary_life_/), []]);
    await expectRows(gateway(), service(), field());
    const second = accountsOf(await rotate(administrator));
    expect([second.length, second[0] === first]).toEqual([1, false]);
    await expectRows(gateway(), service(), field());
    // What the caller gave is not an administrator's: the account stays until the next one is made.
    expect(
      await gateway().data(ROTATE, { service: name, credentials: nextCredentials ?? credentials }),
    ).toEqual({ rotateCredentials: { accounts: second } });
    const third = accountsOf(await rotate(administrator));
    expect([third.length, second.includes(third[0] ?? '')]).toEqual([1, false]);
    await expectRows(gateway(), service(), field());
  });

  test('ClickHouse shows its objects without a secret', async () => {
    if (!isSupported()) return;
    const made = (await leftOvers(gateway(), name))
      .filter((line) => line.startsWith('database '))
      .map((line) => line.slice('database '.length));
    for (const database of made) await gateway().engine(`SHOW CREATE DATABASE \`${database}\``);
    expect(
      await gateway().engine(
        `SELECT create_table_query FROM system.tables WHERE database = 'service_${name}' ` +
          'FORMAT JSONEachRow',
      ),
    ).toContain(`service_${name}`);
    for (const table of ['named_collections', 'errors', 'processes', 'grants'])
      await gateway().engine(`SELECT * FROM system.${table} FORMAT JSONEachRow`);
    expect(await gateway().engine('SELECT * FROM tributary.registry FORMAT JSONEachRow')).toContain(
      name,
    );
  });

  test('in ClickHouse nothing can be overridden that leads the secret elsewhere', async () => {
    if (!isSupported()) return;
    const address = connector.address.parse(service().address(service().port));
    const entries = connector.storage.collectionEntries(
      address,
      toCredentials(service().credentials) ?? {},
    );
    const fixed = entries.filter(({ overridable }) => !overridable).map(({ key }) => key);
    expect(fixed).not.toEqual([]);
    for (const key of fixed) {
      const attempt = gateway().engine(
        'CREATE TABLE default.redirected (id Int32) ENGINE = ' +
          `${connector.identity.engine}(\`service_${name}\`, \`${key}\` = 'elsewhere')`,
      );
      await expect(attempt).rejects.toThrow(
        /Override not allowed|Unexpected key|not allowed to override|is not overridable/i,
      );
    }
  });

  test('deleted, it leaves nothing', async () => {
    if (isSupported()) {
      const { deletionImpact } = integration;
      expect(deletionImpact.databases).toEqual(
        expect.arrayContaining(integration.databases.map((database) => database.name)),
      );
      expect(await leftOvers(gateway(), name)).not.toEqual([]);
      await change('deleteIntegration');
      expect(codesOf(await gateway().ask(`{ ${field()} { __typename } }`))).toEqual([
        'GRAPHQL_VALIDATION_FAILED',
      ]);
    }
    expect(await leftOvers(gateway(), name)).toEqual([]);
    await gateway().data('mutation ($name: String!) { deleteService(name: $name) { name } }', {
      name,
    });
  });
}

/** Everything in ClickHouse that belongs to the service of this name. */
async function leftOvers(gateway: WatchedGateway, name: string): Promise<readonly string[]> {
  const pattern = `'service\\\\_${name}%'`;
  const found = await gateway.engine(`
    SELECT concat('collection ', name) FROM system.named_collections WHERE name LIKE ${pattern}
    UNION ALL SELECT concat('database ', name) FROM system.databases WHERE name LIKE ${pattern}
    UNION ALL SELECT concat('grant ', access_object) FROM system.grants
    WHERE access_object LIKE ${pattern}`);
  return found.split('\n').filter((line) => line !== '');
}
