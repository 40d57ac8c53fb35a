import { parseArgs } from 'node:util';
import { isNativeError } from 'node:util/types';
import { version } from '../../package.json';
import { GatewayError } from '../errors/gateway-error';
import { SettingsError } from '../server/settings/settings';
import type { Command, Terminal } from './command';
import { start } from './start';

const COMMANDS: ReadonlyMap<string, Command> = new Map([['start', start]]);

/**
 * Runs one command line.
 * @param args without the interpreter and the script
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage
 */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--version') return print(terminal, version);
  if (name === undefined || name === '--help') return print(terminal, listCommands());
  const command = COMMANDS.get(name);
  if (command === undefined)
    return refuse(terminal, `There is no command \`${name}\`.\n\n${listCommands()}`);
  try {
    const { values } = parseArgs({
      args: rest,
      options: { help: { type: 'boolean', short: 'h' } },
    });
    return values.help ? print(terminal, command.help) : await command.run(rest, terminal);
  } catch (error) {
    if (error instanceof SettingsError || error instanceof GatewayError) {
      terminal.err(error.message);
      return 1;
    }
    if (isUsageError(error)) return refuse(terminal, `${error.message}\n\n${command.help}`);
    throw error;
  }
}

function listCommands(): string {
  const lines = [...COMMANDS].map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`);
  return [
    'Usage: tributary <command> [--help]',
    '',
    'Commands:',
    ...lines,
    '',
    'Options:',
    '  --version  Prints the version.',
  ].join('\n');
}

/** What `parseArgs` throws at an option that does not exist. */
const isUsageError = (error: unknown): error is Error =>
  isNativeError(error) && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');

function print(terminal: Terminal, text: string): number {
  terminal.out(text);
  return 0;
}

function refuse(terminal: Terminal, text: string): number {
  terminal.err(text);
  return 2;
}
