import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LoadOrder, LoadResult } from './load-messages';

export interface LoadGenerator {
  /**
   * One order at a time.
   * @throws Error when the generator itself fails; failed requests are counted
   */
  run(order: LoadOrder): Promise<LoadResult>;
  stop(): Promise<void>;
}

type Report = { readonly result: LoadResult } | { readonly error: string };

/**
 * Starts the one process that sends all requests of a bench, so that every contender meets it
 * warmed up alike.
 */
export function startLoadGenerator(): LoadGenerator {
  const child = fork(join(__dirname, 'load-process.js'), {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
  });
  return {
    run: async (order) => {
      const reported = once(child, 'message');
      child.send(order);
      const [report] = (await reported) as [Report];
      if ('error' in report) throw new Error(`the load generator failed: ${report.error}`);
      return report.result;
    },
    stop: async () => {
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}
