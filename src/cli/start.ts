import { listUnknownSettings, readSettings } from '../server/settings/settings';
import { startGateway } from '../server/start/start-gateway';
import type { Command } from './command';
import { onStopSignal } from './stop-signal';

/** `tributary start`: the gateway alone, until a signal stops it. */
export const start: Command = {
  summary: 'Starts the gateway and serves until Ctrl-C.',
  help: [
    'Usage: tributary start',
    '',
    'Starts the gateway, with the ClickHouse at CLICKHOUSE_URL or an embedded one, and serves until Ctrl-C.',
    'Settings are environment variables; docs/reference/settings.md lists them.',
  ].join('\n'),
  async run(_args, terminal) {
    const settings = readSettings(terminal.env);
    for (const line of listUnknownSettings(terminal.env)) terminal.err(line);
    const stopAsked = onStopSignal((line) => {
      terminal.err(line);
    });
    const gateway = await startGateway(settings, {
      onProgress: (line) => {
        terminal.err(line);
      },
    });
    terminal.err(`GraphQL: ${gateway.url}/graphql`);
    if (settings.explorer) terminal.err(`Explorer: ${gateway.url}/`);
    await stopAsked;
    await gateway.stop();
    terminal.err('Stopped.');
    return 0;
  },
};
