import { startS3 } from '../../test/servers/s3-server';
import type { StartedServers } from './started-servers';

const BUCKET = 'lake';

/** A bucket of an S3 server, and the keys to it. */
export interface ObjectStore {
  /** Of the bucket, with a slash at the end. */
  readonly url: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export async function startObjectStore(started: StartedServers): Promise<ObjectStore> {
  const server = await startS3();
  started.keep(server, () => server.remove());
  await server.createBucket(BUCKET);
  return {
    url: `${server.url}/${BUCKET}/`,
    accessKeyId: server.accessKeyId,
    secretAccessKey: server.secretAccessKey,
  };
}
