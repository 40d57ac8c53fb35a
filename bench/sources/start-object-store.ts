import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../../src/util/find-free-port';

const START_TIMEOUT_MS = 30_000;
const BUCKET = 'lake';

/** An S3 server with one bucket. */
export interface ObjectStore {
  /** Of the bucket, with a slash at the end. */
  readonly url: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  stop(): Promise<void>;
}

/** Starts npm's `s3rver` as a process of its own, with its objects in `folder`. */
export async function startObjectStore(folder: string): Promise<ObjectStore> {
  await mkdir(folder, { recursive: true });
  const port = await findFreePort();
  const program = join(require.resolve('s3rver'), '../../bin/s3rver.js');
  const args = ['--directory', folder, '--address', '127.0.0.1', '--port', String(port), '--silent', '--configure-bucket', BUCKET];
  const child = spawn(process.execPath, [program, ...args], { stdio: 'ignore', env: { PATH: process.env['PATH'], NODE_ENV: 'production' } });
  const exited = new Promise<void>((resolve) => { child.once('exit', () => { resolve(); }); });
  process.once('exit', () => { child.kill('SIGKILL'); });
  const url = `http://127.0.0.1:${port}/${BUCKET}/`;
  await waitUntilAnswering(url);
  return {
    url,
    // The one pair of keys that s3rver knows: node_modules/s3rver/README.md, 3.7.1.
    accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER',
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function waitUntilAnswering(url: string): Promise<void> {
  for (const giveUpAt = Date.now() + START_TIMEOUT_MS; Date.now() < giveUpAt; await sleep(50)) {
    if (await fetch(url).then(() => true, () => false)) return;
  }
  throw new Error('the S3 server did not start in 30 s');
}
