import { Command, CommanderError } from 'commander';
import { StartError } from '../server/errors/start-error';
import { SettingsError } from '../server/settings/settings';
import { GatewayError } from '../errors/gateway-error';
import { version } from '../../package.json';
import { createStart } from './start';
import type { Terminal } from './terminal';

/**
 * Runs one command line.
 * @param args without the interpreter and the script
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage
 */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  const program = createProgram(terminal);
  if (args.length === 0) {
    program.outputHelp();
    return 0;
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      terminal.err(renderUsageError(error, program, args));
      return 2;
    }
    if (
      error instanceof SettingsError ||
      error instanceof StartError ||
      error instanceof GatewayError
    ) {
      terminal.err(error.message);
      return 1;
    }
    throw error;
  }
}

function createProgram(terminal: Terminal): Command {
  const program = new Command('tributary')
    .description('A GraphQL gateway over data services that ClickHouse reads.')
    .version(version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help, or that of a command')
    .helpCommand('help [command]', 'print this help, or that of a command');
  program
    .command('version')
    .description('print the version')
    .action(() => {
      terminal.out(version);
    });
  program.addCommand(createStart(terminal));
  for (const command of [program, ...program.commands])
    command.exitOverride().configureOutput({
      writeOut: (text) => {
        terminal.out(text.trimEnd());
      },
      // Usage errors are printed by us, in one line.
      outputError: () => undefined,
    });
  return program;
}

/** What is wrong with the command line and where help is, in one line. */
function renderUsageError(
  error: CommanderError,
  program: Command,
  [name]: readonly string[],
): string {
  const problem = error.message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
  const command = program.commands.find((each) => each.name() === name);
  const help = command === undefined ? 'tributary --help' : `tributary ${command.name()} --help`;
  return `${problem.replace(/(?<![.?])$/, '.')} Run \`${help}\` for help.`;
}
