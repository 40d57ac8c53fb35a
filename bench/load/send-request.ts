import type { KeepAliveConnection } from './keep-alive-connection';
import { PREVIOUS, type LoadRequest, type LoadTarget } from './load-messages';
import type { HttpResponse } from './response-parser';

/** The bytes of a request, rendered once for all the times that it is sent. */
export interface RenderedRequest {
  readonly texts: readonly { readonly body: string; readonly whole: string | null }[];
  readonly head: string;
  readonly expectedBytes: number | null;
}

export function renderRequest(target: LoadTarget, request: LoadRequest): RenderedRequest {
  const headers = Object.entries({
    host: `${target.host}:${target.port}`,
    connection: 'keep-alive',
    ...target.headers,
  });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `POST ${target.path} HTTP/1.1\r\n${lines.join('')}`;
  const texts = request.bodies.map((body) => ({
    body,
    whole: body.includes(PREVIOUS) ? null : withBody(head, body),
  }));
  return { texts, head, expectedBytes: request.expectedBytes };
}

const withBody = (head: string, body: string): string =>
  `${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

/**
 * Posts the bodies of a request one after the other.
 * @returns the last answer, or the first that is no 200
 */
export async function sendRequest(
  connection: KeepAliveConnection,
  request: RenderedRequest,
): Promise<HttpResponse> {
  let response: HttpResponse | null = null;
  for (const { body, whole } of request.texts) {
    const text: string =
      whole ?? withBody(request.head, body.replaceAll(PREVIOUS, readText(response)));
    response = await connection.send(text);
    if (response.status !== 200) return response;
  }
  if (response === null) throw new Error('a request has no body to post');
  return response;
}

export const readText = (response: HttpResponse | null): string =>
  response === null ? '' : Buffer.concat(response.body).toString('utf8');
