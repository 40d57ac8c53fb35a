import { GatewayError } from '../../errors/gateway-error';

/** The longest key of S3 and of Azure, in bytes. */
const MAX_BYTES = 1024;

/**
 * Checks the path of a remote table, with globs (`*`, `**`, `?`, `{a,b}`, `{1..9}`), which may only
 * lead to objects below the service's address: servers and clients resolve `..`, ClickHouse joins
 * what it is given (26.7.2 asks an S3 server for `/bucket/data/../../other`), and reads `a.zip ::
 * b.csv` as a file in an archive.
 * @throws GatewayError INVALID_INPUT
 */
export function parseObjectPath(path: string): string {
  const problem = problemOf(path);
  if (problem !== null) throw new GatewayError('INVALID_INPUT', `path ${problem}.`);
  return path;
}

function problemOf(path: string): string | null {
  if (path === '' || Buffer.byteLength(path) > MAX_BYTES)
    return `must have 1 to ${MAX_BYTES} bytes`;
  if (/[\p{Cc}\\]/u.test(path)) return 'must not hold backslashes or control characters';
  if (path.includes('::')) return 'must not hold "::": files inside of archives cannot be read';
  const text = withoutGroups(path);
  if (text === null) return 'has braces that are not closed, are nested, or hold a "/"';
  if (path.split('/').some((segment) => segment === ''))
    return 'must not start or end with "/", or hold "//": it is below the address of the service';
  return path.split('/').some(mayBeDots)
    ? 'must not have a part that is, or that braces make to, "." or ".."'
    : null;
}

/** Takes the `{..}` out of a path; null when they are not well formed. */
function withoutGroups(path: string): string | null {
  const text = path.replace(/\{[^{}/]*\}/g, '');
  return /[{}]/.test(text) ? null : text;
}

/**
 * True for a part of a path that may come to `.` or `..`. ClickHouse takes braces apart before it
 * asks the store, so `{.,x}{.,y}` is a way up too.
 */
function mayBeDots(segment: string): boolean {
  return segment
    .split(/(\{[^{}]*\})/)
    .every((part) => alternatives(part).some((text) => /^\.*$/.test(text)));
}

function alternatives(part: string): readonly string[] {
  const group = /^\{(.*)\}$/.exec(part)?.[1];
  if (group === undefined) return [part];
  return /^\d+\.\.\d+$/.test(group) ? ['0'] : group.split(',');
}
