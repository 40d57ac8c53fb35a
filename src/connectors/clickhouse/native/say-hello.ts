import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ClickhouseAddress } from './address';
import { readHelloAnswer, writeHello, type HelloAnswer } from './hello-packets';
import type { ClickhouseLogin } from './login';

/** A server's hello is a few dozen bytes: whatever sends more is no ClickHouse. */
const MAX_ANSWER_BYTES = 64 * 1024;
/** The first byte of a TLS alert. https://www.rfc-editor.org/rfc/rfc8446#section-5.1 */
const TLS_ALERT = 0x15;

/**
 * What a greeting came to. `code` is Node's or OpenSSL's; `tls` is a server that answered in TLS
 * although none was spoken.
 */
export type Greeting =
  | Extract<HelloAnswer, { kind: 'hello' | 'exception' | 'foreign' }>
  | { readonly kind: 'broken'; readonly code: string }
  | { readonly kind: 'tls' };

/**
 * Logs in by the native protocol and hangs up. With TLS the certificate must be valid and made out
 * to the host.
 */
export function sayHello(
  address: ClickhouseAddress,
  login: ClickhouseLogin,
  timeoutMs: number,
): Promise<Greeting> {
  return new Promise((resolve) => {
    const socket = openSocket(address);
    const received: Buffer[] = [];
    const end = (greeting: Greeting): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(greeting);
    };
    const timer = setTimeout(() => {
      end({ kind: 'broken', code: 'ETIMEDOUT' });
    }, timeoutMs);
    socket.once(address.secure ? 'secureConnect' : 'connect', () => {
      socket.write(writeHello(login, address.database));
    });
    socket.on('data', (chunk) => {
      received.push(chunk);
      const greeting = readGreeting(Buffer.concat(received));
      if (greeting !== null) end(greeting);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      end({ kind: 'broken', code: error.code ?? 'EPROTO' });
    });
    socket.on('close', () => {
      end({ kind: 'broken', code: 'ECONNRESET' });
    });
  });
}

function openSocket({ host, port, secure }: ClickhouseAddress): Socket {
  if (!secure) return connectPlain({ host, port });
  // An IP address cannot be a server name (SNI).
  return connectTls({
    host,
    port,
    rejectUnauthorized: true,
    ...(isIP(host) === 0 ? { servername: host } : {}),
  });
}

function readGreeting(bytes: Buffer): Greeting | null {
  if (bytes[0] === TLS_ALERT) return { kind: 'tls' };
  const answer = readHelloAnswer(bytes);
  if (answer.kind !== 'partial') return answer;
  return bytes.length > MAX_ANSWER_BYTES ? { kind: 'foreign' } : null;
}
