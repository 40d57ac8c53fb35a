import { connect as connectSocket, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';

/** What a server answers to the wish for TLS. `code` is Node's or OpenSSL's, never a text. */
export type TlsProbe =
  | { readonly kind: 'plain' }
  | { readonly kind: 'encrypted' }
  | { readonly kind: 'unreachable'; readonly code: string }
  | { readonly kind: 'tlsFailed'; readonly code: string };

/**
 * The packet SSLRequest: length 8, code 80877103.
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const YES = 'S';
const NO = 'N';

/**
 * Connects, asks for TLS and shakes hands, without logging in: it tells a TLS fault from a server
 * that is not there.
 */
export function probeTls(
  server: { readonly host: string; readonly port: number },
  options: ConnectionOptions,
  timeoutMs: number,
): Promise<TlsProbe> {
  return new Promise((resolve) => {
    const socket = connectSocket(server);
    let failure: 'unreachable' | 'tlsFailed' = 'unreachable';
    const finish = (answer: TlsProbe) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => finish({ kind: 'unreachable', code: 'ETIMEDOUT' }), timeoutMs);
    const fail = (error: NodeJS.ErrnoException) =>
      finish({ kind: failure, code: error.code ?? 'EPROTO' });
    socket.on('error', fail);
    socket.on('close', () => finish({ kind: failure, code: 'ECONNRESET' }));
    socket.once('connect', () => socket.write(SSL_REQUEST));
    socket.once('data', (answer) => {
      // An answer of more than one byte is not from the server we asked: CVE-2021-23222.
      const word = answer.toString('latin1');
      if (word === NO) finish({ kind: 'plain' });
      else if (word !== YES) finish({ kind: 'unreachable', code: 'EPROTO' });
      else {
        failure = 'tlsFailed';
        shakeHands(socket, options, fail, () => finish({ kind: 'encrypted' }));
      }
    });
  });
}

function shakeHands(
  socket: Socket,
  options: ConnectionOptions,
  fail: (error: NodeJS.ErrnoException) => void,
  done: () => void,
): void {
  const encrypted = connectTls({ ...options, socket });
  encrypted.on('error', fail);
  encrypted.once('secureConnect', done);
}
