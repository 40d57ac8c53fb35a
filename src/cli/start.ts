import { Command, InvalidArgumentError, Option } from 'commander';
import { listUnknownSettings, readSettings } from '../server/settings/settings';
import { SETTINGS_TABLE, type SettingName } from '../server/settings/settings-table';
import { startGateway } from '../server/start/start-gateway';
import { stopSignal, untilStopped } from './stop-signal';
import type { Terminal } from './terminal';

/** The settings that have an option, which wins over the environment. */
const OPTIONS = {
  port: settingOption('PORT', '--port <number>', 'TCP port to listen on; 0: any free port'),
  host: settingOption('HOST', '--host <address>', 'address to listen on'),
  dataDir: settingOption(
    'TRIBUTARY_DATA_DIR',
    '--data-dir <folder>',
    'folder for generated keys and the data of the embedded ClickHouse',
  ),
} as const;

type StartOptions = { readonly [name in keyof typeof OPTIONS]?: string };

/** `tributary start`: the gateway alone, until a signal stops it. */
export function createStart(terminal: Terminal): Command {
  const command = new Command('start')
    .summary('start the gateway and serve until Ctrl-C')
    .description(
      'Starts the gateway, with the ClickHouse at CLICKHOUSE_URL or an embedded one,\n' +
        'and serves until Ctrl-C.',
    )
    .addHelpText(
      'after',
      '\nAll settings are environment variables, which options win over: ' +
        'docs/reference/settings.md.',
    )
    .action((options: StartOptions) => start(options, terminal));
  for (const option of Object.values(OPTIONS)) command.addOption(option);
  return command;
}

async function start(options: StartOptions, terminal: Terminal): Promise<void> {
  const { port, host, dataDir } = options;
  const settings = readSettings({
    ...terminal.env,
    ...(port === undefined ? {} : { PORT: port }),
    ...(host === undefined ? {} : { HOST: host }),
    ...(dataDir === undefined ? {} : { TRIBUTARY_DATA_DIR: dataDir }),
  });
  const say = (line: string): void => {
    terminal.err(line);
  };
  for (const line of listUnknownSettings(terminal.env)) say(line);
  const signal = stopSignal(say);
  try {
    const gateway = await startGateway(settings, { onProgress: say, signal });
    say(`GraphQL: ${gateway.url}/graphql`);
    if (settings.explorer) say(`Explorer: ${gateway.url}/`);
    await untilStopped(signal);
    await gateway.stop();
  } catch (error) {
    // What ends a start that was asked to end is no failure.
    if (!signal.aborted) throw error;
  }
  say('Stopped.');
}

/** An option whose value is checked as the setting's is. */
function settingOption(name: SettingName, flags: string, description: string): Option {
  return new Option(flags, `${description} (${name})`).argParser((value) => {
    const problem = SETTINGS_TABLE.shape[name].safeParse(value).error?.issues[0]?.message;
    if (problem !== undefined) throw new InvalidArgumentError(`It ${problem}.`);
    return value;
  });
}
