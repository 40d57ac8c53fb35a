import type { IncomingMessage } from 'node:http';
import { HeaderMap, type ApolloServer, type HTTPGraphQLRequest } from '@apollo/server';
import type { RequestContext } from '../../reading/request/request-context';
import { RequestUsage } from '../../reading/request/request-usage';
import { GatewayError } from '../../errors/gateway-error';
import { PartedBody } from '../graphql/apollo';
import type { FastPath } from '../graphql/fast-path';
import { badRequest, refusal, type Reply } from '../reply/reply';
import type { Keys } from '../settings/keys';
import { connectionSignal } from './connection-signal';
import { readBody } from './read-body';

export interface GraphqlRoute {
  readonly apollo: ApolloServer<RequestContext>;
  readonly fastPath: FastPath;
  readonly keys: Keys;
  /** Adds what the resolvers of the management API need. */
  readonly extendContext?: (context: RequestContext) => RequestContext;
}

/**
 * Answers one GraphQL request.
 * @returns null when the client went away before it had sent its request
 */
export async function answerGraphql(
  route: GraphqlRoute,
  req: IncomingMessage,
  requestId: string,
): Promise<Reply | null> {
  if (req.method !== 'GET' && req.method !== 'POST') {
    return badRequest(405, 'GraphQL is served by GET and POST.', { allow: 'GET, POST, OPTIONS' });
  }
  const admitted = admit(route.keys, req);
  if ('status' in admitted) return admitted;
  const body = req.method === 'POST' ? await readJson(req) : { value: undefined };
  if (body === null) return null;
  if ('status' in body) return body;
  const { caller, planRequested, dangerouslyAllowFullScan } = admitted;
  const context: RequestContext = {
    caller,
    planRequested,
    dangerouslyAllowFullScan,
    requestId,
    signal: connectionSignal(req.socket),
    plans: [],
    usage: new RequestUsage(),
  };
  return answerOperation(route, req, body.value, route.extendContext?.(context) ?? context);
}

async function answerOperation(
  { fastPath, apollo }: GraphqlRoute,
  req: IncomingMessage,
  body: unknown,
  context: RequestContext,
): Promise<Reply> {
  const { accept } = req.headers;
  const answered = await fastPath.answer(accept, body, context);
  if (answered !== null) return answered;
  const reply = await run(apollo, toHttpGraphqlRequest(req, body), context);
  fastPath.learn(accept, reply);
  return reply;
}

/**
 * Knows the caller, and what only an administrator may ask for, before anything is read or parsed.
 */
function admit(
  keys: Keys,
  req: IncomingMessage,
): Reply | Pick<RequestContext, 'caller' | 'planRequested' | 'dangerouslyAllowFullScan'> {
  try {
    const caller = keys.authenticate(req.headers.authorization);
    const planRequested = req.headers['tributary-plan'] === '1';
    if (planRequested && caller.role !== 'ADMIN') {
      throw new GatewayError(
        'FORBIDDEN',
        'The plan of a query is shown to holders of the admin key only. Leave out the ' +
          'header `Tributary-Plan`.',
      );
    }
    const dangerouslyAllowFullScan = req.headers['tributary-dangerously-allow-full-scan'] === '1';
    if (dangerouslyAllowFullScan && caller.role !== 'ADMIN') {
      throw new GatewayError(
        'FORBIDDEN',
        'Full scans are allowed to holders of the admin key only. Leave out the header ' +
          '`Tributary-Dangerously-Allow-Full-Scan`.',
      );
    }
    return { caller, planRequested, dangerouslyAllowFullScan };
  } catch (error) {
    if (error instanceof GatewayError) return refusal(error);
    throw error;
  }
}

async function readJson(req: IncomingMessage): Promise<Reply | { readonly value: unknown } | null> {
  const encoding = req.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity')
    return badRequest(415, 'Compressed request bodies are not supported.');
  const body = await readBody(req);
  if (body.kind === 'client-gone') return null;
  if (body.kind === 'too-large')
    return badRequest(413, 'The request body is larger than 1 MiB.', { connection: 'close' });
  // Other types are Apollo Server's to refuse: it tells CSRF apart from mistakes.
  if (!/^application\/json\s*(;|$)/i.test(req.headers['content-type'] ?? ''))
    return { value: undefined };
  try {
    return { value: JSON.parse(body.text) as unknown };
  } catch (error) {
    if (error instanceof SyntaxError) return badRequest(400, 'The request body is not valid JSON.');
    throw error;
  }
}

function toHttpGraphqlRequest(req: IncomingMessage, body: unknown): HTTPGraphQLRequest {
  const headers = new HeaderMap();
  for (const name in req.headers) {
    const value = req.headers[name];
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const url = req.url ?? '';
  const queryStart = url.indexOf('?');
  return {
    method: req.method ?? 'GET',
    headers,
    search: queryStart === -1 ? '' : url.slice(queryStart),
    body,
  };
}

async function run(
  apollo: ApolloServer<RequestContext>,
  httpGraphQLRequest: HTTPGraphQLRequest,
  context: RequestContext,
): Promise<Reply> {
  const { status, headers, body } = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest,
    context: async () => context,
  });
  if (body.kind !== 'complete')
    throw new Error(
      'Apollo Server answered in parts, which only a schema with @defer makes it do.',
    );
  const content: unknown = body.string;
  return {
    status: status ?? 200,
    headers: Object.fromEntries(headers),
    body: content instanceof PartedBody ? content.parts : [Buffer.from(body.string)],
  };
}
