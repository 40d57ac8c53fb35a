import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findFreePort } from '../../../src/util/find-free-port';
import { startChildServer, type ChildServer } from '../child-server';
import { openManagementApi, type ManagementApi } from './management-api';

/** The gateway as `npm start` runs it: built, with its defaults and its embedded ClickHouse. */
export interface GatewayServer extends ChildServer {
  readonly api: ManagementApi;
  /** For data queries only. */
  readonly readKey: string;
}

/** The gateway's command line as `npm run build` makes it; this file stands in `dist-bench`. */
const MAIN = join(__dirname, '../../../../dist/src/cli/main.js');

export interface GatewayServerOptions {
  readonly folder: string;
  readonly logFile: string;
  /** For the node of the gateway, e.g. `--cpu-prof`. */
  readonly nodeOptions?: readonly string[];
}

/**
 * Settings `TRIBUTARY_...` of the bench's own environment reach the gateway, so that they can be
 * tried.
 */
export async function startGatewayServer({
  folder,
  logFile,
  nodeOptions = [],
}: GatewayServerOptions): Promise<GatewayServer> {
  await mkdir(folder, { recursive: true });
  const settings = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[0].startsWith('TRIBUTARY_') && entry[1] !== undefined,
  );
  const server = await startChildServer({
    name: 'The gateway',
    command: process.execPath,
    args: [...nodeOptions, MAIN, 'start'],
    env: {
      ...Object.fromEntries(settings),
      PORT: String(await findFreePort()),
      TRIBUTARY_DATA_DIR: folder,
    },
    logFile,
    findUrl: (output) => /^GraphQL: (\S+)$/m.exec(output)?.[1] ?? null,
  });
  const readKey = async (name: string): Promise<string> =>
    (await readFile(join(folder, name), 'utf8')).trim();
  return {
    ...server,
    api: openManagementApi(server.url, await readKey('admin.key')),
    readKey: await readKey('read.key'),
  };
}
