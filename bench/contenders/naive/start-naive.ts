import { join } from 'node:path';
import type { Engine } from '../../engine/start-engine';
import type { StartedServers } from '../../sources/started-servers';
import { startChildServer } from '../child-server';
import { prepareGraphql, type Contender } from '../contender';

/** Apollo Server, type-graphql, @clickhouse/client and DataLoader over the engine's tables. */
export async function startNaive(
  folder: string,
  engine: Engine,
  started: StartedServers,
): Promise<Contender> {
  const { url, username, password, httpHeaders } = engine.connection;
  const server = await startChildServer({
    name: 'naive',
    command: process.execPath,
    args: [join(__dirname, 'main.js')],
    env: {
      NAIVE_CLICKHOUSE: JSON.stringify({
        url,
        username,
        password: password.reveal(),
        http_headers: httpHeaders,
      }),
    },
    logFile: join(folder, 'naive.log'),
    findUrl: (output) => /^GraphQL: (\S+)$/m.exec(output)?.[1] ?? null,
  });
  started.keep(server, () => server.stop());
  return {
    name: 'naive',
    description: 'Apollo Server, type-graphql, @clickhouse/client and DataLoader on engine tables',
    processes: [
      { role: 'server', pid: server.pid },
      { role: 'ClickHouse', pid: engine.pid },
    ],
    prepare: (benchCase, variant, size) => {
      const question = benchCase.ask(variant, size).naive;
      return question.kind === 'unable' ? question : prepareGraphql(server.url, {}, question);
    },
  };
}
