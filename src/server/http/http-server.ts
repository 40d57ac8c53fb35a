import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GatewayError } from '../../errors/gateway-error';
import { describeError } from '../errors/describe-error';
import type { Log } from '../errors/log';
import { createApollo } from '../graphql/apollo';
import { FastPath } from '../graphql/fast-path';
import type { HotGateway } from '../graphql/hot-gateway';
import type { OperationLimits } from '../graphql/operation-limits';
import type { Explorer } from '../pages/explorer';
import { compressReply } from '../reply/compress-reply';
import {
  discard,
  heldBytes,
  isWhole,
  jsonReply,
  refusal,
  send,
  textReply,
  type Reply,
} from '../reply/reply';
import { ResponseMemoryLimit } from '../reply/response-memory-limit';
import type { Keys } from '../settings/keys';
import { SettingsError, type Settings } from '../settings/settings';
import { corsHeaders, preflightHeaders } from './cors';
import { answerGraphql, type GraphqlRoute } from './graphql-route';

/** Tells whether ClickHouse answers. */
export type Probe = () => Promise<boolean>;

export interface HttpServerOptions {
  readonly settings: Pick<
    Settings,
    'port' | 'host' | 'corsOrigins' | 'introspection' | 'maxUnreadBytes' | 'compression'
  >;
  readonly limits: OperationLimits;
  readonly gateway: HotGateway;
  readonly keys: Keys;
  readonly extendContext?: GraphqlRoute['extendContext'];
  readonly probe: Probe;
  /** Null: no page at `/`. */
  readonly explorer: Explorer | null;
  readonly log: Log;
  /** For tests: how long a client may read nothing of an answer that waits for it. */
  readonly stalledClientMs?: number;
}

export interface HttpServer {
  /** Where the gateway is reached, without a path, e.g. `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Takes no new requests, lets those that run finish for 10 s at most, and ends. */
  close(): Promise<void>;
}

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
} as const;
const PROBE_TIMEOUT_MS = 2_000;
const REQUEST_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
const DRAIN_TIMEOUT_MS = 10_000;

/** A client that reads nothing of its answer for so long is cut off. */
const STALLED_CLIENT_MS = 60_000;

type Routes = HttpServerOptions & GraphqlRoute & { readonly memory: ResponseMemoryLimit };

/** Serves /graphql, /health and the explorer page. */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const apollo = createApollo(options);
  await apollo.start();
  const routes: Routes = {
    ...options,
    apollo,
    fastPath: new FastPath(options.gateway, options.limits),
    memory: new ResponseMemoryLimit(options.settings.maxUnreadBytes),
  };
  const server = createServer(
    { requestTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS },
    (req, res) => {
      void respond(routes, server, req, res);
    },
  );
  await listen(server, options.settings).catch(async (error: unknown) => {
    await apollo.stop();
    throw error;
  });
  return {
    url: renderUrl(server.address() as AddressInfo, options.settings.host),
    close: async () => {
      await drain(server);
      await apollo.stop();
    },
  };
}

async function respond(
  routes: Routes,
  server: Server,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const requestId = randomUUID();
  const startedAt = performance.now();
  const found = await answer(routes, req, requestId).catch((error: unknown) => {
    routes.log.error({ requestId, error: describeError(error) }, 'INTERNAL');
    return textReply(500, `Internal error. Request id ${requestId}.`);
  });
  if (found === null) return;
  const hasRoom = !res.destroyed && routes.memory.hold(res, heldBytes(found));
  if (!hasRoom) discard(found);
  if (res.destroyed) return;
  const reply = hasRoom ? found : refusal(noRoom());
  // Not spread: V8 takes 1 to 2 µs to spread an object (Node 20), and 0.1 to assign it.
  const headers: Record<string, string> = { 'x-request-id': requestId };
  Object.assign(
    headers,
    SECURITY_HEADERS,
    corsHeaders(routes.settings.corsOrigins, req),
    reply.headers,
  );
  if (!server.listening) headers['connection'] = 'close';
  const whole: Reply = { status: reply.status, headers, body: reply.body };
  const sent = routes.settings.compression
    ? compressReply(whole, req.headers['accept-encoding'])
    : whole;
  send(res, sent);
  // The system took all of a small answer at once: nothing of it waits for the client.
  if (!isWhole(sent.body) || res.socket?.writableLength !== 0)
    res.setTimeout(routes.stalledClientMs ?? STALLED_CLIENT_MS, () => {
      res.destroy();
    });
  if (routes.log.isLevelEnabled('debug')) {
    routes.log.debug(
      {
        requestId,
        method: req.method,
        path: pathOf(req),
        status: reply.status,
        durationMs: Math.round(performance.now() - startedAt),
      },
      'request',
    );
  }
}

function noRoom(): GatewayError {
  return new GatewayError(
    'TOO_MANY_REQUESTS',
    'The answers that other clients have not read yet leave no room in memory for this one. ' +
      'Try again in a moment.',
  );
}

async function answer(
  routes: Routes,
  req: IncomingMessage,
  requestId: string,
): Promise<Reply | null> {
  const path = pathOf(req);
  if (path === '/graphql') {
    if (req.method === 'OPTIONS')
      return { status: 204, headers: preflightHeaders(routes.settings.corsOrigins, req), body: [] };
    const reply = await answerGraphql(routes, req, requestId);
    return (
      reply && {
        status: reply.status,
        headers: Object.assign({ 'cache-control': 'no-store' }, reply.headers),
        body: reply.body,
      }
    );
  }
  const known =
    path === '/health' ? await answerHealth(routes.probe) : await routes.explorer?.read(path);
  if (!known) return textReply(404, 'Not found. The GraphQL endpoint is /graphql.');
  // Node itself leaves out the body of an answer to HEAD.
  return req.method === 'GET' || req.method === 'HEAD'
    ? known
    : textReply(405, 'Method not allowed.', { allow: 'GET, HEAD' });
}

async function answerHealth(probe: Probe): Promise<Reply> {
  const timeout = new Promise<boolean>((resolve) => {
    setTimeout(resolve, PROBE_TIMEOUT_MS, false).unref();
  });
  // A probe that fails is an answer: ClickHouse does not answer. Whoever made the connection logs
  // why.
  const healthy = await Promise.race([probe().catch(() => false), timeout]);
  return jsonReply(
    healthy ? 200 : 503,
    { status: healthy ? 'ok' : 'unavailable' },
    { 'cache-control': 'no-store' },
  );
}

const pathOf = (req: IncomingMessage): string => (req.url ?? '/').split('?', 1)[0] ?? '/';

function listen(server: Server, { port, host }: Pick<Settings, 'port' | 'host'>): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException): void => {
      reject(explainListenError(error, port, host));
    };
    server.once('error', refuse);
    server.listen(port, host.replace(/^\[|\]$/g, ''), () => {
      server.off('error', refuse);
      resolve();
    });
  });
}

function explainListenError(error: NodeJS.ErrnoException, port: number, host: string): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new SettingsError([`PORT ${port} is in use by another program.`]);
    case 'EACCES':
      return new SettingsError([`PORT ${port} needs more rights than this user has.`]);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new SettingsError([`HOST ${host} is not an address of this machine.`]);
    default:
      return error;
  }
}

function renderUrl({ port, family, address }: AddressInfo, host: string): string {
  const name =
    address === '0.0.0.0' || address === '::' ? 'localhost' : host.replace(/^\[|\]$/g, '');
  return `http://${family === 'IPv6' && name.includes(':') ? `[${name}]` : name}:${port}`;
}

function drain(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => {
      server.closeAllConnections();
    }, DRAIN_TIMEOUT_MS);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}
