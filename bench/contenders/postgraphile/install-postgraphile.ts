import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** PostGraphile 5 needs Node 22, which npm has as a package. */
const PACKAGES = {
  node: '22.23.3',
  postgraphile: '5.1.5',
  'postgraphile-plugin-connection-filter': '4.0.1',
  graphql: '16.15.0',
  pg: '8.23.1',
} as const;

export const POSTGRAPHILE_DESCRIPTION =
  `PostGraphile ${PACKAGES.postgraphile}, amber preset with connection-filter, grafserv, ` +
  `pg pool of 16, Node ${PACKAGES.node}`;

const INSTALL_TIMEOUT_MS = 5 * 60_000;
/** Seen from `dist-bench/bench/contenders/postgraphile`; the server is no part of the build. */
const SERVER = join(__dirname, '../../../../bench/contenders/postgraphile/serve.mjs');

export interface InstalledPostgraphile {
  readonly folder: string;
  /** The program of Node 22. */
  readonly node: string;
  /** The name of the program to run, in the folder. */
  readonly server: string;
}

/**
 * Installs it once into the user's cache, outside of the repository: nobody who uses the gateway
 * needs it.
 * @throws Error when npm does
 */
export async function installPostgraphile(): Promise<InstalledPostgraphile> {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const folder = join(cache, 'tributary-bench', `postgraphile-${PACKAGES.postgraphile}`);
  const wanted = JSON.stringify({ private: true, dependencies: PACKAGES });
  const done = join(folder, 'installed.json');
  if (!existsSync(done) || (await readFile(done, 'utf8')) !== wanted) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), wanted);
    await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder], {
      cwd: folder,
      timeout: INSTALL_TIMEOUT_MS,
    });
    await writeFile(done, wanted);
  }
  await copyFile(SERVER, join(folder, 'serve.mjs'));
  return { folder, node: join(folder, 'node_modules/.bin/node'), server: 'serve.mjs' };
}
