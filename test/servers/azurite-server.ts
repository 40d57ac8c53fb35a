import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { findFreePort } from '../../src/util/find-free-port';
import { runServer, type RunningServer } from './run-server';
import type { StoredRequest } from './stored-request';

const HOST = '127.0.0.1';
const ACCOUNT = 'tributarytests';

/**
 * A real Azure Blob Storage of our own (Azurite, from npm), on 127.0.0.1 only, for the demo and the
 * tests. Its data goes with it.
 */
export interface AzuriteServer {
  /** The storage account, e.g. `http://127.0.0.1:10000/tributarytests`. */
  readonly url: string;
  readonly port: number;
  readonly accountName: string;
  readonly accountKey: string;
  readonly connectionString: string;
  createContainer(name: string): Promise<void>;
  put(container: string, path: string, content: string | Buffer): Promise<void>;
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
export async function startAzurite(): Promise<AzuriteServer> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-azurite-'));
  const port = await findFreePort();
  const accountKey = randomBytes(64).toString('base64');
  const url = `http://${HOST}:${port}/${ACCOUNT}`;
  const logFile = join(folder, 'requests.log');
  const run = () =>
    runServer({
      name: 'Azurite',
      command: process.execPath,
      // ClickHouse's SDK speaks an API version that Azurite 3.35 does not know yet.
      args: [
        azuriteProgram(),
        '--blobHost',
        HOST,
        '--blobPort',
        String(port),
        '--location',
        folder,
        '--skipApiVersionCheck',
        '--disableTelemetry',
      ],
      env: { AZURITE_ACCOUNTS: `${ACCOUNT}:${accountKey}` },
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
    return createServer(await run(), run, { folder, url, port, accountKey, logFile });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** The package has no "main" that is a program. */
function azuriteProgram(): string {
  return require.resolve('azurite/dist/src/blob/main.js');
}

interface Facts {
  readonly folder: string;
  readonly url: string;
  readonly port: number;
  readonly accountKey: string;
  readonly logFile: string;
}

function createServer(
  first: RunningServer,
  start: () => Promise<RunningServer>,
  { folder, url, port, accountKey, logFile }: Facts,
): AzuriteServer {
  let running: RunningServer | null = first;
  const client = new BlobServiceClient(url, new StorageSharedKeyCredential(ACCOUNT, accountKey));
  const stop = async (): Promise<void> => {
    await running?.stop();
    running = null;
  };
  return {
    url,
    port,
    accountKey,
    accountName: ACCOUNT,
    connectionString:
      `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};` +
      `AccountKey=${accountKey};BlobEndpoint=${url};`,
    createContainer: async (name) => void (await client.createContainer(name)),
    put: async (container, path, content) =>
      void (await client
        .getContainerClient(container)
        .getBlockBlobClient(path)
        .uploadData(Buffer.from(content))),
    readRequests: async () => (await readFile(logFile, 'utf8')).split('\n').flatMap(parseLine),
    start: async () => void (running ??= await start()),
    stop,
    remove: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** 127.0.0.1 - - [05/Mar/2026:12:00:00 +0000] "GET /tributarytests/lake/a.csv HTTP/1.1" 206 - */
function parseLine(line: string): readonly StoredRequest[] {
  const match = /"([A-Z]+) (\S+) HTTP\/1\.1" (\d{3})/.exec(line);
  if (match === null) return [];
  const [path = '', query = ''] = (match[2] ?? '').split('?');
  return [
    {
      method: match[1] ?? '',
      path: decodeURIComponent(path).slice(ACCOUNT.length + 1),
      query,
      status: Number(match[3]),
    },
  ];
}
