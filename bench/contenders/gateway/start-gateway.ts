import { join, resolve } from 'node:path';
import { findChildren } from '../../measure/find-children';
import type { Sources } from '../../sources/start-sources';
import type { StartedServers } from '../../sources/started-servers';
import { prepareGraphql, type Contender } from '../contender';
import { registerSources } from './register-sources';
import { startGatewayServer } from './start-gateway-server';

export interface StartedGateway extends Contender {
  /** Set-up that this version of the gateway refused. */
  readonly refusals: readonly string[];
}

/** The gateway of this repository, with every source registered. */
export async function startGateway(
  folder: string,
  sources: Sources,
  started: StartedServers,
  profileFolder: string | null,
): Promise<StartedGateway> {
  const nodeOptions =
    profileFolder === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${resolve(profileFolder)}`];
  const server = await startGatewayServer({
    folder: join(folder, 'gateway'),
    logFile: join(folder, 'gateway.log'),
    nodeOptions,
  });
  started.keep(server, () => server.stop());
  const refusals = await registerSources(server.api, sources);
  const headers = { authorization: `Bearer ${server.readKey}` };
  return {
    name: 'gateway',
    description: 'Tributary, with its embedded ClickHouse',
    refusals,
    processes: [
      { role: 'server', pid: server.pid },
      ...(await findChildren(server.pid)).map((pid) => ({ role: 'ClickHouse' as const, pid })),
    ],
    prepare: (benchCase, variant, size) =>
      prepareGraphql(server.url, headers, benchCase.ask(variant, size).gateway),
  };
}
