import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureDebianPackage } from './ensure-debian-package';
import { runServer } from './run-server';
import { chooseServerAccount, giveTo } from './server-account';

const KCAT = '/usr/bin/kcat';
/** What librdkafka says of its broker, in the log of `kcat -d mock` (2.0.2). */
const ADDRESS = /replaced with (\S+)/;

/**
 * A broker that speaks Kafka's protocol on 127.0.0.1, for the demo and the tests: the one that
 * librdkafka has for its own tests, run by Debian's kcat. It keeps messages in memory, makes topics
 * of four partitions when they are first named, and neither encrypts nor authenticates.
 * https://github.com/confluentinc/librdkafka/blob/v2.0.2/src/rdkafka_mock.c
 */
export interface KafkaBroker {
  /** host:port */
  readonly address: string;
  /** Writes messages as they are, in order; with a key, all of them into one partition. */
  produce(
    topic: string,
    messages: readonly (string | Buffer)[],
    options?: { readonly key?: string; readonly partition?: number },
  ): Promise<void>;
  /** Every request it has received so far, one to a line. */
  readLog(): Promise<string>;
  /** Takes connections and answers nothing, until `wake`. */
  hang(): void;
  wake(): void;
  /** Ends it; its messages are gone. */
  stop(): Promise<void>;
}

/** Makes sure that Debian's kcat is there. @throws Error that says what to install */
export function ensureKcat(report: (step: string) => void): Promise<void> {
  return ensureDebianPackage({ title: 'kcat', name: 'kcat', programs: [KCAT] }, report);
}

/** @throws Error that says what to install or what kcat said */
export async function startKafkaBroker({
  onProgress = () => undefined,
}: { readonly onProgress?: (step: string) => void } = {}): Promise<KafkaBroker> {
  await ensureKcat(onProgress);
  onProgress('starting a Kafka broker');
  const folder = await mkdtemp(join(tmpdir(), 'tributary-kafka-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const account = chooseServerAccount();
  const logFile = join(folder, 'broker.log');
  await chmod(folder, 0o711);
  await writeFile(logFile, '', { mode: 0o600 });
  await giveTo(account, logFile);
  const readLog = (): Promise<string> => readFile(logFile, 'utf8');
  let pid: number | undefined;
  try {
    const running = await runServer({
      name: 'kcat',
      command: KCAT,
      args: ['-P', '-b', 'x:1', '-t', 'unused', '-X', 'test.mock.num.brokers=1', '-d', 'mock'],
      account,
      needsInput: true,
      logFile,
      isReady: async (child) => {
        pid = child;
        return ADDRESS.test(await readLog());
      },
      endSignals: ['SIGTERM', 'SIGKILL'],
    });
    const address = ADDRESS.exec(await readLog())?.[1] ?? '';
    const signal = (name: NodeJS.Signals): void => {
      if (pid !== undefined) process.kill(pid, name);
    };
    return {
      address,
      produce: (topic, messages, options = {}) => produce(address, topic, messages, options),
      readLog,
      hang: () => signal('SIGSTOP'),
      wake: () => signal('SIGCONT'),
      stop: async () => {
        if (pid !== undefined) signal('SIGCONT');
        pid = undefined;
        await running.stop().finally(remove);
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** kcat takes each file it is given for one message. */
async function produce(
  address: string,
  topic: string,
  messages: readonly (string | Buffer)[],
  { key, partition }: { readonly key?: string; readonly partition?: number },
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-messages-'));
  try {
    const files = await Promise.all(
      messages.map(async (message, index) => {
        const path = join(folder, String(index));
        await writeFile(path, message);
        return path;
      }),
    );
    const options = [
      ...(key === undefined ? [] : ['-k', key]),
      ...(partition === undefined ? [] : ['-p', String(partition)]),
    ];
    await promisify(execFile)(KCAT, ['-P', '-b', address, '-t', topic, ...options, ...files]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
