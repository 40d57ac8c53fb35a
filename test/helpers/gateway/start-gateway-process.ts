import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../../../src/util/find-free-port';
import { askGraphql, type TestGateway } from './start-test-gateway';

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** `tributary start` as a process of its own. */
export interface GatewayProcess extends Pick<TestGateway, 'url' | 'ask'> {
  readonly pid: number;
  /** All it printed so far: standard output and standard error. */
  output(): { readonly out: string; readonly err: string };
  readonly exited: Promise<Exit>;
  kill(signal: NodeJS.Signals): void;
}

export interface ProcessOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** More programs to load first. */
  readonly require?: readonly string[];
}

const REGISTER = resolve(__dirname, '../typescript-register.cjs');
const MAIN = resolve(__dirname, '../../../src/cli/main.ts');
const START_TIMEOUT_MS = 30_000;

/**
 * Runs the command line to its end, or to a signal. Its environment holds nothing of ours but PATH.
 */
export function spawnCommandLine(
  args: readonly string[],
  { env = {}, require = [] }: ProcessOptions = {},
) {
  const preload = [REGISTER, ...require].flatMap((path) => ['--require', path]);
  const child = spawn(process.execPath, [...preload, MAIN, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    texts.out += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    texts.err += chunk.toString('utf8');
  });
  const exited = new Promise<Exit>((done) => {
    child.once('close', (code, signal) => {
      done({ code, signal });
    });
  });
  return {
    pid: child.pid ?? 0,
    output: () => ({ ...texts }),
    exited,
    kill: (signal: NodeJS.Signals) => {
      child.kill(signal);
    },
  };
}

/** Starts the gateway and waits until it serves. @throws Error with what it printed */
export async function startGatewayProcess(
  dataDir: string,
  options: ProcessOptions = {},
): Promise<GatewayProcess> {
  const env = { PORT: String(await findFreePort()), TRIBUTARY_DATA_DIR: dataDir, ...options.env };
  const running = spawnCommandLine(['start'], { ...options, env });
  let exit: Exit | null = null;
  void running.exited.then((how) => {
    exit = how;
  });
  for (
    const giveUpAt = Date.now() + START_TIMEOUT_MS;
    exit === null && Date.now() < giveUpAt;
    await sleep(20)
  ) {
    const url = /^GraphQL: (\S+)\/graphql$/m.exec(running.output().err)?.[1];
    if (url === undefined) continue;
    const adminKey = (await readFile(join(dataDir, 'admin.key'), 'utf8')).trim();
    const ask: TestGateway['ask'] = (
      query,
      variables = {},
      headers = { authorization: `Bearer ${adminKey}` },
    ) => askGraphql(url, query, variables, headers);
    return { ...running, url, ask };
  }
  running.kill('SIGKILL');
  throw new Error(`the gateway did not start:\n${running.output().err}`);
}
