import type { S3Client } from '@aws-sdk/client-s3';
import type { ServiceAddress } from '../../model/service';
import { startDeadline } from '../../util/deadline';
import type { ConnectionCheck } from '../contract/access';
import type { Credentials } from '../contract/credentials';
import { bucketOf, parseS3Address, type Bucket } from './address';
import { readS3Login, type S3Login } from './login';
import { refusalOfS3Error } from './refusal-of-s3-error';

/**
 * Lists one key below the address, with which every read through ClickHouse begins. `serverVersion`
 * is the name that the server gives itself.
 */
export async function checkConnection(
  address: ServiceAddress,
  credentials: Credentials,
  timeoutMs: number,
): Promise<ConnectionCheck> {
  const startedAt = performance.now();
  const bucket = bucketOf(parseS3Address(address));
  const login = readS3Login(credentials);
  const client = createClient(bucket, login);
  const deadline = startDeadline(timeoutMs);
  try {
    const serverVersion = await listOneKey(client, bucket, deadline.signal);
    return { ok: true, serverVersion, latencyMs: performance.now() - startedAt };
  } catch (error) {
    return {
      ok: false,
      ...refusalOfS3Error(error, bucket, login.accessKeyId),
      latencyMs: performance.now() - startedAt,
    };
  } finally {
    deadline.clear();
    client.destroy();
  }
}

function loadSdk(): typeof import('@aws-sdk/client-s3') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- slow to load, seldom needed
  return require('@aws-sdk/client-s3') as typeof import('@aws-sdk/client-s3');
}

/**
 * Makes a client that tries once, follows no redirect (its HTTP handler knows none), and signs with
 * nothing but what was given.
 */
function createClient(bucket: Bucket, { accessKeyId, secretAccessKey }: S3Login): S3Client {
  return new (loadSdk().S3Client)({
    endpoint: bucket.endpoint,
    region: bucket.region,
    forcePathStyle: !bucket.isInHostName,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey: secretAccessKey.reveal() },
  });
}

async function listOneKey(
  client: S3Client,
  { name, prefix }: Bucket,
  abortSignal: AbortSignal,
): Promise<string | null> {
  const command = new (loadSdk().ListObjectsV2Command)({
    Bucket: name,
    Prefix: prefix,
    MaxKeys: 1,
  });
  let server: string | null = null;
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { headers } = result.response as {
        readonly headers?: Readonly<Record<string, string>>;
      };
      server = headers?.['server'] ?? null;
      return result;
    },
    { step: 'deserialize' },
  );
  await client.send(command, { abortSignal });
  return server;
}
