import { GatewayError } from '../../errors/gateway-error';
import { isHost } from '../contract/is-host';

/**
 * Checks the URL of a store, which must hold nothing secret and nothing that could lead elsewhere.
 * `field`, e.g. `s3: url`, is named in messages.
 * @throws GatewayError INVALID_INPUT
 */
export function parseStoreUrl(field: string, input: unknown): URL {
  const url = typeof input === 'string' && URL.canParse(input) ? new URL(input) : null;
  const problem =
    url === null || typeof input !== 'string'
      ? 'must be a URL, e.g. https://host/'
      : problemOf(url, input);
  if (url !== null && problem === null) return url;
  throw new GatewayError('INVALID_INPUT', `${field} ${problem ?? ''}.`, {
    details: { fields: [field.replace(': ', '.')] },
  });
}

function problemOf(url: URL, text: string): string | null {
  // The URL parser takes a backslash for a slash, and drops blanks, tabs and line ends.
  if (/[\s\\\p{Cc}]/u.test(text))
    return 'must not hold blanks, backslashes or control characters: write them as %XX';
  if (!isHost(url.hostname.replace(/^\[(.*)\]$/, '$1')))
    return 'must hold one host name or IP address';
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return 'must start with https:// or http://';
  if (url.username !== '' || url.password !== '')
    return 'must hold no user or password: credentials are given at set-up';
  if (text.includes('?') || text.includes('#'))
    return 'must hold no "?" or "#": keys and tokens are given at set-up';
  if (text.length > 2048) return 'must have 2048 characters at most';
  const path = decodePath(url.pathname);
  // A path that the URL parser resolved (..), or that ClickHouse would take for a glob, is refused
  // rather than guessed at.
  if (
    path === null ||
    /[\p{Cc}\\*?#{}]|::|\/\//u.test(path) ||
    /(^|\/)(\.|%2e){1,2}(\/|$)/i.test(text.replace(/^https?:\/\/[^/]*/i, ''))
  ) {
    return (
      'must have a plain path, without "..", "//", "::", backslashes, control characters ' +
      'or *?#{}'
    );
  }
  return null;
}

function decodePath(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    // A stray % is no encoding.
    return null;
  }
}
