import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { findFreePort } from '../../src/util/find-free-port';
import { runServer, type RunningServer } from './run-server';
import { S3_HOST_SCRIPT } from './s3-host-script';
import type { StoredRequest } from './stored-request';

const HOST = '127.0.0.1';

// The AWS SDK would print seven lines about a later version of Node.js at its first use.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

export interface S3ServerOptions {
  /** Buckets that nobody may read, as if a policy said so. */
  readonly closedBuckets?: readonly string[];
}

/**
 * A real S3 server of our own (s3rver, from npm), on 127.0.0.1 only, for the demo and the tests.
 * Its data goes with it.
 */
export interface S3Server {
  /** e.g. `http://127.0.0.1:4568`: buckets stand in the path. */
  readonly url: string;
  readonly port: number;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  createBucket(name: string): Promise<void>;
  put(bucket: string, key: string, content: string | Buffer): Promise<void>;
  /** The requests that the server has answered so far, the oldest first. */
  readRequests(): Promise<readonly StoredRequest[]>;
  /** Starts it again after stop(), on the same port and data. */
  start(): Promise<void>;
  /** Ends the server and keeps its data. Does nothing when it is stopped. */
  stop(): Promise<void>;
  /** stop(), then removes the temporary folder. */
  remove(): Promise<void>;
}

/** Starts a server with its data in a temporary folder. @throws Error with what it said */
export async function startS3({ closedBuckets = [] }: S3ServerOptions = {}): Promise<S3Server> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-s3-'));
  const login = {
    accessKeyId: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(24).toString('base64url'),
  };
  const port = await findFreePort();
  const url = `http://${HOST}:${port}`;
  const logFile = join(folder, 'requests.log');
  await mkdir(join(folder, 'data'));
  const run = () =>
    runServer({
      name: 's3rver',
      command: process.execPath,
      // s3rver makes continuation tokens with a cipher that OpenSSL 3 keeps apart.
      args: ['--openssl-legacy-provider', '-e', S3_HOST_SCRIPT],
      env: {
        S3_MODULE: require.resolve('s3rver'),
        S3_FOLDER: join(folder, 'data'),
        S3_PORT: String(port),
        S3_KEY_ID: login.accessKeyId,
        S3_SECRET: login.secretAccessKey,
        S3_CLOSED_BUCKETS: closedBuckets.join(','),
      },
      account: {},
      logFile,
      isReady: () =>
        fetch(url).then(
          () => true,
          () => false,
        ),
      endSignals: ['SIGTERM', 'SIGKILL'],
    });
  try {
    return createServer(await run(), run, { folder, url, port, login, logFile });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

interface Facts {
  readonly folder: string;
  readonly url: string;
  readonly port: number;
  readonly login: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly logFile: string;
}

function createServer(
  first: RunningServer,
  start: () => Promise<RunningServer>,
  { folder, url, port, login, logFile }: Facts,
): S3Server {
  let running: RunningServer | null = first;
  const client = new S3Client({
    endpoint: url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: login,
  });
  const stop = async (): Promise<void> => {
    await running?.stop();
    running = null;
  };
  return {
    url,
    port,
    ...login,
    createBucket: async (name) =>
      void (await client.send(new CreateBucketCommand({ Bucket: name }))),
    put: async (bucket, key, content) =>
      void (await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: Buffer.from(content) }),
      )),
    readRequests: async () =>
      (await readFile(logFile, 'utf8'))
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as StoredRequest),
    start: async () => void (running ??= await start()),
    stop,
    remove: async () => {
      client.destroy();
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
