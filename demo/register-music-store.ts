import { MUSIC_STORE } from './music-store';
import { graphqlRequest, type GraphqlEndpoint } from './graphql-request';

export interface SourceAccount {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
}

const CREATE_SERVICE = `mutation CreateService($input: CreateServiceInput!) {
  createService(input: $input) { name type address }
}`;

const TEST_CONNECTION = `mutation TestConnection($credentials: CredentialsInput) {
  testConnection(service: "music-store", credentials: $credentials) { ok serverVersion refusal message latencyMs }
}`;

const SET_UP = `mutation SetUp($credentials: CredentialsInput) {
  setUpManagedDatabases(input: { service: "music-store", credentials: $credentials }) {
    state
    namedCollection
    databases { name engine tableCount }
    remoteTables { fieldName }
  }
}`;

/** Registers the demo's PostgreSQL through the gateway's own mutations, and tells what they answered. */
export async function registerMusicStore(endpoint: GraphqlEndpoint, account: SourceAccount, report: (line: string) => void): Promise<void> {
  const { host, port, username, password } = account;
  const postgresql = { host, port, database: MUSIC_STORE.database, sslMode: 'DISABLE' };
  const credentials = { username, password };
  const steps = [
    { mutation: CREATE_SERVICE, variables: { input: { name: 'music-store', location: 'MANAGED', postgresql } } },
    { mutation: TEST_CONNECTION, variables: { credentials } },
    { mutation: SET_UP, variables: { credentials } },
  ];
  for (const step of steps) {
    const answer = await graphqlRequest(endpoint, step.mutation, step.variables);
    report(JSON.stringify(answer.data));
  }
}
