import type { IncomingMessage } from 'node:http';
import type { Settings } from '../settings/settings';

type Headers = Readonly<Record<string, string>>;

/** What GraphQL clients and Apollo Studio send beside the headers that need no permission. */
const ALLOWED_HEADERS = [
  'content-type',
  'authorization',
  'apollo-require-preflight',
  'x-apollo-operation-name',
  'apollographql-client-name',
  'apollographql-client-version',
  'tributary-plan',
  'tributary-dangerously-allow-full-scan',
].join(', ');

/**
 * Headers that let the page that sent a request read the response; none for a foreign page that is
 * not allowed. Cookies are never used, so credentials are not allowed for.
 */
export function corsHeaders(origins: Settings['corsOrigins'], req: IncomingMessage): Headers {
  const { origin } = req.headers;
  const vary: Headers = origins.length > 0 ? { vary: 'Origin' } : {};
  if (origin === undefined || !isAllowed(origins, origin)) return vary;
  return {
    ...vary,
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'x-request-id',
  };
}

/** The answer to a preflight request, beside `corsHeaders`. */
export function preflightHeaders(origins: Settings['corsOrigins'], req: IncomingMessage): Headers {
  const { origin } = req.headers;
  if (origin === undefined || !isAllowed(origins, origin)) return {};
  return {
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': ALLOWED_HEADERS,
    'access-control-max-age': '600',
    // A public page (Apollo Studio) asks before it calls a gateway on a private address:
    // https://wicg.github.io/private-network-access/
    ...(req.headers['access-control-request-private-network'] === 'true'
      ? { 'access-control-allow-private-network': 'true' }
      : {}),
  };
}

const isAllowed = (origins: Settings['corsOrigins'], origin: string): boolean =>
  origins === '*' || origins.includes(origin);
