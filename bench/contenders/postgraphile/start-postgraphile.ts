import { join } from 'node:path';
import type { Login } from '../../sources/start-sources';
import type { StartedServers } from '../../sources/started-servers';
import { startChildServer } from '../child-server';
import { prepareGraphql, type Contender } from '../contender';
import { POSTGRAPHILE_DESCRIPTION, type InstalledPostgraphile } from './install-postgraphile';

/** PostGraphile on the PostgreSQL itself, without a ClickHouse. */
export async function startPostgraphile(
  folder: string,
  installed: InstalledPostgraphile,
  shop: Login,
  started: StartedServers,
): Promise<Contender> {
  const { host, port, database, username, password } = shop;
  const login = `${encodeURIComponent(username)}:${encodeURIComponent(password)}`;
  const server = await startChildServer({
    name: 'PostGraphile',
    command: installed.node,
    args: [installed.server],
    cwd: installed.folder,
    env: {
      DATABASE_URL: `postgres://${login}@${host}:${port}/${database}`,
      GRAPHILE_ENV: 'production',
    },
    logFile: join(folder, 'postgraphile.log'),
    findUrl: (output) => /^GraphQL: (\S+)$/m.exec(output)?.[1] ?? null,
  });
  started.keep(server, () => server.stop());
  return {
    name: 'postgraphile',
    description: POSTGRAPHILE_DESCRIPTION,
    processes: [{ role: 'server', pid: server.pid }],
    prepare: (benchCase, variant, size) => {
      const question = benchCase.ask(variant, size).postgraphile;
      return question.kind === 'unable' ? question : prepareGraphql(server.url, {}, question);
    },
  };
}
