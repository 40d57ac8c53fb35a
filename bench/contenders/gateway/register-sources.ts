import type { Sources } from '../../sources/start-sources';
import type { GraphqlError, ManagementApi } from './management-api';

interface Step {
  /** What it sets up, for people. */
  readonly what: string;
  readonly mutation: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const CREATE_SERVICE =
  'mutation ($input: CreateServiceInput!) { createService(input: $input) { name } }';
const SET_UP_CREDENTIALS =
  'mutation ($input: SetUpManagedCredentialsInput!) { ' +
  'setUpManagedCredentials(input: $input) { state } }';

/**
 * Registers every source by mutations, as an operator would. A version of the gateway that refuses
 * a step goes on without it, and what needs it is refused by the gateway again when it is asked
 * for.
 * @returns the refusals, for the report
 */
export async function registerSources(
  api: ManagementApi,
  sources: Sources,
): Promise<readonly string[]> {
  const refusals = await takeSteps(api, serviceSteps(sources));
  // Only now the tables have ids.
  return [...refusals, ...(await takeSteps(api, await relationshipSteps(api)))];
}

async function takeSteps(api: ManagementApi, steps: readonly Step[]): Promise<readonly string[]> {
  const refused: string[] = [];
  for (const step of steps) {
    const { errors } = await api(step.mutation, step.variables);
    if (errors !== undefined) refused.push(`${step.what}: ${describe(errors)}`);
  }
  return refused;
}

function serviceSteps({ shop, catalogue, stream, lake }: Sources): readonly Step[] {
  const login = ({
    username,
    password,
  }: {
    readonly username: string;
    readonly password: string;
  }) => ({ username, password });
  const sql = ({ host, port, database }: Sources['shop']) => ({
    host,
    port,
    database,
    sslMode: 'DISABLE',
  });
  return [
    service('shop', { postgresql: sql(shop) }),
    credentials('shop', login(shop), [{ name: 'customer' }, { name: 'orders' }]),
    service('catalogue', { mysql: sql(catalogue) }),
    credentials('catalogue', login(catalogue), [{ name: 'products' }]),
    service('stream', {
      clickhouse: {
        host: stream.host,
        port: stream.port,
        database: stream.database,
        secure: false,
      },
    }),
    credentials('stream', login(stream), [{ name: 'events', primaryKey: ['id'] }]),
    service('lake', { s3: { url: lake.url } }),
    credentials('lake', { accessKeyId: lake.accessKeyId, secretAccessKey: lake.secretAccessKey }, [
      { name: 'sales', path: 'sales/*.parquet', format: 'Parquet' },
    ]),
  ];
}

function service(name: string, address: Readonly<Record<string, unknown>>): Step {
  return {
    what: `service ${name}`,
    mutation: CREATE_SERVICE,
    variables: { input: { name, location: 'MANAGED', ...address } },
  };
}

function credentials(
  name: string,
  given: Readonly<Record<string, unknown>>,
  remoteTables: readonly Readonly<Record<string, unknown>>[],
): Step {
  return {
    what: `tables of ${name}`,
    mutation: SET_UP_CREDENTIALS,
    variables: { input: { service: name, credentials: given, remoteTables } },
  };
}

/**
 * Between services, where no foreign key tells: one customer sells products, causes events and is
 * sold to.
 */
async function relationshipSteps(api: ManagementApi): Promise<readonly Step[]> {
  const { data } = await api('{ remoteTables { id fieldName } }');
  const tables = (
    data as {
      readonly remoteTables: readonly { readonly id: string; readonly fieldName: string }[];
    }
  ).remoteTables;
  const idOf = (fieldName: string): string =>
    tables.find((table) => table.fieldName === fieldName)?.id ?? fieldName;
  const relationship = (
    name: string,
    kind: 'OBJECT' | 'ARRAY',
    from: readonly [string, string],
    to: readonly [string, string],
  ): Step => ({
    what: `relationship ${name}`,
    mutation:
      'mutation ($input: CreateRelationshipInput!) { createRelationship(input: $input) { name } }',
    variables: {
      input: {
        name,
        kind,
        fromTable: idOf(from[0]),
        toTable: idOf(to[0]),
        columns: [{ from: from[1], to: to[1] }],
      },
    },
  });
  return [
    relationship('products', 'ARRAY', ['shopCustomer', 'id'], ['catalogueProducts', 'seller_id']),
    relationship('events', 'ARRAY', ['shopCustomer', 'id'], ['streamEvents', 'customer_id']),
    relationship('customer', 'OBJECT', ['lakeSales', 'customer_id'], ['shopCustomer', 'id']),
  ];
}

const describe = (errors: readonly GraphqlError[]): string =>
  errors
    .map(({ message, extensions }) =>
      extensions?.code === undefined ? message : `${extensions.code}: ${message}`,
    )
    .join(' ');
