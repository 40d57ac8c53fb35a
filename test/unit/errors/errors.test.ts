import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, inspect } from 'node:util';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import { ERROR_CATALOGUE, type ErrorCode, type ErrorKind } from '../../../src/errors/catalogue';
import { GatewayError } from '../../../src/errors/gateway-error';
import { createLog } from '../../../src/server/errors/log';
import { Secret } from '../../../src/util/secret';
import { readTypescriptFiles, ROOT } from '../../architecture/source-files';

const DOCS = readFileSync(join(ROOT, 'docs/reference/errors.md'), 'utf8');
const CODES = Object.keys(ERROR_CATALOGUE) as ErrorCode[];

/**
 * In the catalogue because the contract names them; whoever throws one first takes it from here.
 */
const NOT_THROWN_YET: readonly ErrorCode[] = [];

describe('docs/reference/errors.md', () => {
  test('holds the catalogue', () => {
    expect(/<!-- errors -->\n([\s\S]*?)\n?<!-- \/errors -->/.exec(DOCS)?.[1]).toBe(
      renderErrorsTable(),
    );
  });

  test("names every code of Apollo Server's that callers can see", () => {
    const unseen: readonly string[] = [
      ApolloServerErrorCode.INTERNAL_SERVER_ERROR, // becomes INTERNAL
      ApolloServerErrorCode.PERSISTED_QUERY_NOT_FOUND, // they are not supported
    ];
    const codes = Object.values(ApolloServerErrorCode).filter((code) => !unseen.includes(code));
    expect(codes.filter((code) => !DOCS.includes(`| \`${code}\` |`))).toEqual([]);
  });

  test('names every fact that errors carry', () => {
    const facts = CODE_FILES.flatMap((file) =>
      [...file.text.matchAll(/details: \{ ([^}]*) \}/g)].map((match) => match[1] ?? ''),
    )
      .flatMap((members) => members.split(', ').map((member) => /^(\w+)(?::|$)/.exec(member)?.[1]))
      .filter((name) => name !== undefined && !['cancelled'].includes(name));
    expect(facts.length).toBeGreaterThan(5);
    expect([...new Set(facts)].filter((name) => !DOCS.includes(`\`${name}\``))).toEqual([]);
  });
});

const CODE_FILES = readTypescriptFiles(['src', 'schema', 'resolvers']).filter(
  (file) => file.folder !== 'src/errors',
);

describe('the error catalogue', () => {
  const isThrown = (code: ErrorCode): boolean =>
    CODE_FILES.some((file) =>
      new RegExp(`new GatewayError\\(\\s*'${code}'|code: '${code}'`).test(file.text),
    );

  test('has no code that nothing throws', () => {
    expect(CODES.filter((code) => !isThrown(code))).toEqual(NOT_THROWN_YET);
  });

  test('describes each code in sentences', () => {
    expect(
      CODES.filter((code) => !/^[A-Z][^\n|]*\.$/.test(ERROR_CATALOGUE[code].description)),
    ).toEqual([]);
  });

  test('lets only what can pass by itself be tried again', () => {
    expect(
      CODES.filter(
        (code) =>
          ERROR_CATALOGUE[code].retryable &&
          !['EXTERNAL', 'LIMIT'].includes(ERROR_CATALOGUE[code].category),
      ),
    ).toEqual([]);
  });
});

describe('a GatewayError', () => {
  test('knows its kind, its facts and its cause', () => {
    const cause = new Error('driver text');
    const error = new GatewayError('SERVICE_UNREACHABLE', 'The service "shop" cannot be reached.', {
      details: { service: 'shop' },
      cause,
    });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'GatewayError',
      code: 'SERVICE_UNREACHABLE',
      category: 'EXTERNAL',
      retryable: true,
      details: { service: 'shop' },
      cause,
      message: 'The service "shop" cannot be reached.',
    });
  });

  test('has no facts and no cause unless given', () => {
    const error = new GatewayError('NOT_FOUND', 'There is no service "shop".');
    expect(error.details).toEqual({});
    expect('cause' in error).toBe(false);
    expect(error).toMatchObject({ category: 'USER', retryable: false });
  });

  test('does not put its cause into JSON', () => {
    expect(
      JSON.stringify(
        new GatewayError('INTERNAL', 'A defect.', { cause: new Error('driver text') }),
      ),
    ).not.toContain('driver text');
  });
});

describe('a Secret', () => {
  const secret = new Secret('hunter2');
  const nested = { user: 'me', password: secret, list: [secret], map: new Map([['key', secret]]) };
  const logged: string[] = [];
  createLog('info', {
    write: (line: string) => {
      logged.push(line);
    },
  }).info({ credentials: nested, secret }, 'seen');

  test.each([
    // eslint-disable-next-line @typescript-eslint/restrict-template-expressions -- the guarded mistake
    ['in a template', `${secret}`],
    ['joined to a text', 'password=' + String(secret)],
    ['in a list that is joined', [secret, secret].join()],
    ['as JSON', JSON.stringify(secret)],
    ['as JSON, nested', JSON.stringify(nested)],
    ['inspected', inspect(secret)],
    [
      'inspected, nested and with hidden members',
      inspect(nested, { depth: null, showHidden: true }),
    ],
    ['formatted', format('%s %o %O %j', secret, secret, secret, secret)],
    ['in the message of an error', inspect(new Error(String(secret)))],
    ['in the cause of an error', inspect(new Error('failed', { cause: nested }))],
    ['in the log', logged.join('')],
  ])('prints as [redacted] %s', (_way, printed) => {
    expect(printed).toContain('[redacted]');
    expect(printed).not.toContain('hunter2');
  });

  test('has no member that holds the text', () => {
    expect([
      ...Object.keys(secret),
      ...Object.getOwnPropertyNames(secret),
      ...Object.getOwnPropertySymbols(secret),
    ]).toEqual([]);
    expect(Object.values({ ...secret })).toEqual([]);
    expect(structuredClone({ secret })).toEqual({ secret: {} });
  });

  test('is revealed only on request', () => {
    expect(secret.reveal()).toBe('hunter2');
  });
});

/** The catalogue as the Markdown table of docs/reference/errors.md. */
function renderErrorsTable(): string {
  return [
    '| Code | Category | Retryable | When, and what to do |',
    '|---|---|---|---|',
    ...Object.entries(ERROR_CATALOGUE).map(renderErrorRow),
  ].join('\n');
}

function renderErrorRow([code, kind]: readonly [string, ErrorKind]): string {
  return `| \`${code}\` | ${kind.category} | ${kind.retryable ? 'yes' : 'no'} | ${kind.description} |`;
}
