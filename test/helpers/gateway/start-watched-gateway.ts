import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTempDir } from '../make-temp-dir';
import { askEngine, RANDOM_RECORDER } from './ask-engine';
import { findEnginePids } from './find-engine-pids';
import { findSecrets } from './secret-forms';
import { startGatewayProcess, type GatewayProcess } from './start-gateway-process';
import type { Answer } from './start-test-gateway';

/**
 * A gateway in a process of its own that logs everything, and keeps what it said: a test can look
 * for secrets in all of it.
 */
export interface WatchedGateway {
  readonly url: string;
  /** As the administrator, with the plan. */
  ask(query: string, variables?: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** Data of an operation that must not fail. */
  data<T>(query: string, variables?: Readonly<Record<string, unknown>>): Promise<T>;
  /** A statement of its ClickHouse: what it prints. @throws Error with ClickHouse's own text */
  engine(statement: string): Promise<string>;
  /**
   * Which of the secrets, by name, were in an answer of it or its ClickHouse so far, the log, or
   * what the kernel tells of its processes.
   */
  findSecrets(secrets: ReadonlyMap<string, readonly Buffer[]>): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export async function startWatchedGateway(
  env: Readonly<Record<string, string>> = {},
): Promise<WatchedGateway> {
  const [data, notes] = await Promise.all([makeTempDir(), makeTempDir()]);
  const randomFile = join(notes.path, 'random');
  const gateway = await startGatewayProcess(data.path, {
    env: { TRIBUTARY_LOG_LEVEL: 'trace', RANDOM_BYTES_FILE: randomFile, ...env },
    require: [RANDOM_RECORDER],
  });
  const headers = {
    authorization: `Bearer ${(await readFile(join(data.path, 'admin.key'), 'utf8')).trim()}`,
    'tributary-plan': '1',
  };
  const answers: string[] = [];
  const ask = async (
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<Answer> => {
    const answer = await gateway.ask(query, variables, headers);
    // The plan shows an administrator his own literals: no place for secrets either.
    answers.push(answer.text);
    return answer;
  };
  return {
    url: gateway.url,
    ask,
    data: async <T>(query: string, variables?: Readonly<Record<string, unknown>>) => {
      const answer = await ask(query, variables);
      if (answer.errors !== undefined)
        throw new Error(`${JSON.stringify(answer.errors, null, 1)}\nin ${query}`);
      return answer.data as T;
    },
    engine: async (statement) => {
      const printed = await askEngine({ dataDir: data.path, randomFile }, statement);
      answers.push(printed);
      return printed;
    },
    findSecrets: async (secrets) => {
      const processes = await readProcesses(gateway, data.path);
      const { out, err } = gateway.output();
      return [
        ...new Set(
          [...answers, out, err, ...processes].flatMap((content) => findSecrets(content, secrets)),
        ),
      ];
    },
    stop: async () => {
      gateway.kill('SIGTERM');
      await gateway.exited;
      await Promise.all([data.remove(), notes.remove()]);
    },
  };
}

function readProcesses(gateway: GatewayProcess, dataDir: string): Promise<readonly Buffer[]> {
  const files = [gateway.pid, ...findEnginePids(dataDir)].flatMap((pid) =>
    ['cmdline', 'environ'].map((file) => `/proc/${pid}/${file}`),
  );
  return Promise.all(files.map((file) => readFile(file)));
}
