import { graphqlRequest, type GraphqlEndpoint } from './graphql-request';
import { LISTENING } from './listening';
import { MUSIC_STORE } from './music-store';
import { ROYALTIES } from './royalties';

/** Where the demo's servers are, and the accounts that the gateway is given. */
export interface DemoSources {
  readonly postgresql: { readonly host: string; readonly port: number; readonly password: string };
  readonly clickhouse: { readonly host: string; readonly port: number; readonly password: string };
  readonly s3: {
    readonly url: string;
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
  };
}

const CREATE_SERVICE = `mutation CreateService($input: CreateServiceInput!) {
  createService(input: $input) { name type address }
}`;

const TEST_CONNECTION = `
mutation TestConnection($service: String!, $credentials: CredentialsInput) {
  testConnection(service: $service, credentials: $credentials) {
    ok serverVersion refusal message latencyMs
  }
}`;

const SET_UP_DATABASES = `mutation SetUpDatabases($input: SetUpManagedDatabasesInput!) {
  setUpManagedDatabases(input: $input) {
    state namedCollection databases { name engine tableCount } remoteTables { fieldName }
  }
}`;

const SET_UP_CREDENTIALS = `mutation SetUpCredentials($input: SetUpManagedCredentialsInput!) {
  setUpManagedCredentials(input: $input) { state namedCollection remoteTables { fieldName } }
}`;

const TABLE_IDS = '{ remoteTables { id fieldName } }';

const RELATE = `mutation Relate($input: CreateRelationshipInput!) {
  createRelationship(input: $input) { name kind from { fieldName } to { fieldName } }
}`;

/**
 * Registers the demo's servers through the gateway's own mutations, relates their tables, and tells
 * what was answered.
 */
export async function registerServices(
  endpoint: GraphqlEndpoint,
  sources: DemoSources,
  report: (line: string) => void,
): Promise<void> {
  const send = async (
    query: string,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<void> => {
    report(JSON.stringify((await graphqlRequest(endpoint, query, variables)).data));
  };
  for (const { address, credentials, setUp, input, name } of servicesOf(sources)) {
    await send(CREATE_SERVICE, { input: { name, location: 'MANAGED', ...address } });
    await send(TEST_CONNECTION, { service: name, credentials });
    await send(setUp, { input: { service: name, credentials, ...input } });
  }
  for (const input of relationships(await tableIds(endpoint))) await send(RELATE, { input });
}

function servicesOf({ postgresql, clickhouse, s3 }: DemoSources) {
  return [
    {
      name: 'music-store',
      setUp: SET_UP_DATABASES,
      input: {},
      address: {
        postgresql: {
          host: postgresql.host,
          port: postgresql.port,
          database: MUSIC_STORE.database,
          sslMode: 'DISABLE',
        },
      },
      credentials: { username: MUSIC_STORE.reader, password: postgresql.password },
    },
    {
      name: 'listening',
      setUp: SET_UP_CREDENTIALS,
      input: { remoteTables: [{ name: 'plays', primaryKey: ['id'] }] },
      address: {
        clickhouse: {
          host: clickhouse.host,
          port: clickhouse.port,
          database: LISTENING.database,
          secure: false,
        },
      },
      credentials: { username: LISTENING.reader, password: clickhouse.password },
    },
    {
      name: 'label-files',
      setUp: SET_UP_CREDENTIALS,
      input: {
        remoteTables: [
          {
            name: 'royalties',
            path: `${ROYALTIES.prefix}/*/*.csv`,
            format: 'CSVWithNames',
            primaryKey: ['album_id', 'year'],
          },
        ],
      },
      address: { s3: { url: `${s3.url}/${ROYALTIES.bucket}` } },
      credentials: { accessKeyId: s3.accessKeyId, secretAccessKey: s3.secretAccessKey },
    },
  ];
}

/** Root field to table id. */
async function tableIds(endpoint: GraphqlEndpoint): Promise<ReadonlyMap<string, string>> {
  const { data } = await graphqlRequest(endpoint, TABLE_IDS);
  const { remoteTables } = data as {
    readonly remoteTables: readonly { readonly id: string; readonly fieldName: string }[];
  };
  return new Map(remoteTables.map(({ id, fieldName }) => [fieldName, id]));
}

/** Edges from one service to another; those within the store follow from its foreign keys. */
function relationships(ids: ReadonlyMap<string, string>) {
  const edge = (
    name: string,
    kind: 'ARRAY' | 'OBJECT',
    [fromTable, from]: readonly [string, string],
    [toTable, to]: readonly [string, string],
  ) => ({
    name,
    kind,
    fromTable: ids.get(fromTable),
    toTable: ids.get(toTable),
    columns: [{ from, to }],
  });
  return [
    edge('plays', 'ARRAY', ['musicStoreTracks', 'id'], ['listeningPlays', 'track_id']),
    edge('track', 'OBJECT', ['listeningPlays', 'track_id'], ['musicStoreTracks', 'id']),
    edge('royalties', 'ARRAY', ['musicStoreAlbums', 'id'], ['labelFilesRoyalties', 'album_id']),
    edge('album', 'OBJECT', ['labelFilesRoyalties', 'album_id'], ['musicStoreAlbums', 'id']),
  ];
}
