import { version } from '../../../package.json';
import { runCli } from '../../../src/cli/run-cli';
import { describeDataFolderError } from '../../../src/server/errors/start-error';

async function run(args: readonly string[], env: Record<string, string> = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCli(args, {
    env,
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('the command line', () => {
  test.each([[], ['-h'], ['--help'], ['help']])('%s lists the commands', async (...args) => {
    const { code, out, err } = await run(args);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Usage: tributary /);
    expect(out).toMatch(/^ {2}start .*start the gateway/m);
  });

  test.each([['-v'], ['--version'], ['version']])('%s prints the version', async (...args) => {
    expect(await run(args)).toEqual({ code: 0, out: version, err: '' });
  });

  test.each([
    ['start', '-h'],
    ['start', '--help'],
    ['help', 'start'],
  ])('%s %s explains the command', async (...args) => {
    const { code, out, err } = await run(args);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Usage: tributary start \[options\]/);
    for (const option of ['--port <number>', '--host <address>', '--data-dir <folder>'])
      expect(out).toContain(option);
  });

  test.each([
    [['sart'], "unknown command 'sart' (Did you mean start?). Run `tributary --help` for help."],
    [['--prot'], "unknown option '--prot'. Run `tributary --help` for help."],
    [
      ['start', '--prot', '1'],
      "unknown option '--prot' (Did you mean --port?). Run `tributary start --help` for help.",
    ],
    [
      ['start', '--port'],
      "option '--port <number>' argument missing. Run `tributary start --help` for help.",
    ],
    [
      ['start', 'now'],
      "too many arguments for 'start'. Expected 0 arguments but got 1. Run `tributary start --help` for help.",
    ],
    [
      ['start', '--port', '70000'],
      "option '--port <number>' argument '70000' is invalid. It must be from 0 to 65535. Run `tributary start --help` for help.",
    ],
    [
      ['start', '--host=a b'],
      "option '--host <address>' argument 'a b' is invalid. It must be a host name or an address, without a port. Run `tributary start --help` for help.",
    ],
  ])('%j is refused in one line', async (args, err) => {
    expect(await run(args)).toEqual({ code: 2, out: '', err });
  });

  test('shows every wrong setting', async () => {
    expect(await run(['start'], { PORT: 'x', TRIBUTARY_MAX_DEPTH: '-1' })).toEqual({
      code: 1,
      out: '',
      err:
        'The settings are not usable:\n  PORT must be a whole number from 0 to ' +
        '65535.\n  TRIBUTARY_MAX_DEPTH must be a whole number from 1 to 100.',
    });
  });
});

describe('an error of a system call', () => {
  const describeCall = (code: string, path: string) =>
    describeDataFolderError(Object.assign(new Error('raw'), { code, path }), '/srv/tributary')
      ?.message;

  test.each([
    ['EROFS', '/srv/tributary', 'its file system is read-only (EROFS).'],
    ['EACCES', '/srv', 'this user has no right to (EACCES at /srv).'],
    ['ENOSPC', '/srv/tributary/clickhouse/lock', 'its disk is full (ENOSPC at /srv/tributary/'],
  ])('%s on %s is one of the data folder', (code, path, text) => {
    const message = describeCall(code, path);
    expect(message).toContain(`The data folder /srv/tributary cannot be used: ${text}`);
    expect(message).not.toContain('\n');
  });

  test('is none of the data folder where it is about something else', () => {
    expect(describeCall('EACCES', '/srv/tributary2/key')).toBeUndefined();
    expect(describeCall('ECONNREFUSED', '/srv/tributary')).toBeUndefined();
    expect(describeDataFolderError(new Error('raw'), '/')).toBeNull();
  });
});
