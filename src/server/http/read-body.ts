import type { IncomingMessage } from 'node:http';

/** Longest request body, in bytes. */
const MAX_BODY_BYTES = 1024 * 1024;
/**
 * A body that is too large is read to its end up to here and thrown away: a server that answers and
 * closes while the client still sends resets the connection, and the client never sees the answer.
 */
const MAX_DISCARDED_BYTES = 16 * MAX_BODY_BYTES;

export type ReadBody =
  | { readonly kind: 'read'; readonly text: string }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'client-gone' };

/** Reads a request body as UTF-8. */
export function readBody(req: IncomingMessage): Promise<ReadBody> {
  if (Number(req.headers['content-length'] ?? 0) > MAX_DISCARDED_BYTES)
    return Promise.resolve({ kind: 'too-large' });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    req.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= MAX_BODY_BYTES) chunks.push(chunk);
      else chunks.length = 0;
      if (length <= MAX_DISCARDED_BYTES) return;
      req.pause();
      resolve({ kind: 'too-large' });
    });
    req.on('end', () => {
      resolve(
        length > MAX_BODY_BYTES
          ? { kind: 'too-large' }
          : { kind: 'read', text: Buffer.concat(chunks).toString('utf8') },
      );
    });
    req.on('error', () => {
      resolve({ kind: 'client-gone' });
    });
    req.on('close', () => {
      resolve({ kind: 'client-gone' });
    });
  });
}
