import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlanReport } from '../../../src/reading/request/plan-report';
import { readSettings } from '../../../src/server/settings/settings';
import { startGateway, type RunningGateway } from '../../../src/server/start/start-gateway';
import { findFreePort } from '../../../src/util/find-free-port';
import { makeTempDir, type TempDir } from '../make-temp-dir';

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly data: Record<string, unknown> | null | undefined;
  readonly errors:
    | readonly {
        readonly message: string;
        readonly path?: readonly unknown[];
        readonly extensions: Readonly<Record<string, unknown>>;
      }[]
    | undefined;
  readonly extensions: { readonly plan?: readonly PlanReport[] } | undefined;
}

export interface TestGateway {
  readonly url: string;
  readonly dataDir: string;
  readonly adminKey: string;
  readonly readKey: string;
  /** All that start-up reported. */
  readonly progress: readonly string[];
  /** As the administrator, with the plan, unless headers say otherwise. */
  readonly ask: (
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Answer>;
  /** Data of an operation that must not fail. */
  data<T>(query: string, variables?: Readonly<Record<string, unknown>>): Promise<T>;
  /** Stops it and starts another on the same data. */
  restart(env?: Readonly<Record<string, string>>): Promise<void>;
  stop(): Promise<void>;
}

/** A whole gateway with its embedded ClickHouse, in a temporary folder, on a free port. */
export async function startTestGateway(
  env: Readonly<Record<string, string>> = {},
): Promise<TestGateway> {
  const folder: TempDir = await makeTempDir();
  const progress: string[] = [];
  const open = async (extra: Readonly<Record<string, string>>): Promise<RunningGateway> => {
    const settings = readSettings({
      PORT: String(await findFreePort()),
      TRIBUTARY_LOG_LEVEL: process.env['TEST_LOG'] ?? 'silent',
      TRIBUTARY_DATA_DIR: folder.path,
      ...env,
      ...extra,
    });
    return startGateway(settings, {
      onProgress: (line) => {
        progress.push(line);
      },
    });
  };
  let running = await open({}).catch(async (error: unknown) => {
    await folder.remove();
    throw error;
  });
  const readKey = async (name: string): Promise<string> =>
    (await readFile(join(folder.path, name), 'utf8')).trim();
  const [adminKey, dataKey] = await Promise.all([readKey('admin.key'), readKey('read.key')]);
  const ask: TestGateway['ask'] = (query, variables = {}, headers) =>
    askGraphql(
      running.url,
      query,
      variables,
      headers ?? { authorization: `Bearer ${adminKey}`, 'tributary-plan': '1' },
    );
  return {
    get url() {
      return running.url;
    },
    dataDir: folder.path,
    adminKey,
    readKey: dataKey,
    progress,
    ask,
    data: async <T>(query: string, variables?: Readonly<Record<string, unknown>>) => {
      const answer = await ask(query, variables);
      if (answer.errors !== undefined)
        throw new Error(`${JSON.stringify(answer.errors, null, 1)}\nin ${query}`);
      return answer.data as T;
    },
    restart: async (extra = {}) => {
      await running.stop();
      running = await open(extra);
    },
    stop: async () => {
      await running.stop();
      await folder.remove();
    },
  };
}

/** One GraphQL request over HTTP. */
export async function askGraphql(
  url: string,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  return {
    status: response.status,
    text,
    ...(JSON.parse(text) as Omit<Answer, 'status' | 'text'>),
  };
}
