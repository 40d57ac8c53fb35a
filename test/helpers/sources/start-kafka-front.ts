import {
  connect,
  createServer as createTcpServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

/** What a client must show before it is led to the brokers. */
export interface KafkaFrontOptions {
  readonly tls?: TlsOptions;
  /** SASL PLAIN. */
  readonly login?: { readonly username: string; readonly password: string };
}

export interface KafkaFront {
  readonly port: number;
  /** Logins so far: whether each was let in. */
  readonly logins: readonly boolean[];
  stop(): Promise<void>;
}

const API_VERSIONS = 18;
const SASL_HANDSHAKE = 17;
const SASL_AUTHENTICATE = 36;
const UNSUPPORTED_VERSION = 35;
const SASL_AUTHENTICATION_FAILED = 58;

/**
 * librdkafka's broker for tests has neither TLS nor SASL: this stands before it and has both.
 * Clients are told the front's own port where the broker would tell its own.
 * https://kafka.apache.org/protocol.html
 */
export async function startKafkaFront(
  broker: string,
  options: KafkaFrontOptions,
): Promise<KafkaFront> {
  const brokerPort = Number(broker.split(':')[1]);
  const logins: boolean[] = [];
  const sockets = new Set<Socket>();
  const accept = (socket: Socket): void => {
    const upstream = connect(brokerPort, '127.0.0.1');
    for (const each of [socket, upstream]) {
      sockets.add(each);
      each.on('error', () => each.destroy());
      each.on('close', () => {
        sockets.delete(each);
        socket.destroy();
        upstream.destroy();
      });
    }
    upstream.on(
      'data',
      splitFrames((frame) => void socket.write(withPort(frame, brokerPort, portOf(server)))),
    );
    let isKnown = options.login === undefined;
    socket.on(
      'data',
      splitFrames((frame) => {
        const answer = isKnown
          ? null
          : answerLogin(frame, options.login, (ok) => {
              logins.push(ok);
              isKnown = ok;
            });
        if (answer === null) upstream.write(frame);
        else socket.write(answer);
      }),
    );
  };
  const server: Server =
    options.tls === undefined ? createTcpServer(accept) : createTlsServer(options.tls, accept);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const stop = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  };
  return { port: portOf(server), logins, stop };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** A frame is its length, in four bytes, and so many bytes. */
function splitFrames(take: (frame: Buffer) => void): (data: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (data) => {
    rest = Buffer.concat([rest, data]);
    while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
      const length = 4 + rest.readInt32BE(0);
      take(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  };
}

/**
 * `127.0.0.1` and the broker's port, wherever they stand together, with `localhost`, which is as
 * long, and the front's.
 */
function withPort(frame: Buffer, from: number, to: number): Buffer {
  const host = Buffer.from('127.0.0.1');
  const changed = Buffer.from(frame);
  for (let at = changed.indexOf(host); at !== -1; at = changed.indexOf(host, at + 1)) {
    const port = at + host.length;
    if (changed.length < port + 4 || changed.readInt32BE(port) !== from) continue;
    changed.write('localhost', at);
    changed.writeInt32BE(to, port);
  }
  return changed;
}

/** The answer to a request before the login; null for one that is the broker's to answer. */
function answerLogin(
  frame: Buffer,
  login: KafkaFrontOptions['login'],
  decide: (ok: boolean) => void,
): Buffer | null {
  const [api, version] = [frame.readInt16BE(4), frame.readInt16BE(6)];
  const correlation = frame.subarray(8, 12);
  if (api === API_VERSIONS) return render(correlation, apiVersions(version));
  const body = frame.subarray(14 + Math.max(0, frame.readInt16BE(12)));
  // error, mechanisms
  if (api === SASL_HANDSHAKE)
    return render(correlation, Buffer.concat([int16(0), int32(1), text('PLAIN')]));
  if (api !== SASL_AUTHENTICATE) return null;
  const [, username, password] = body.subarray(4).toString().split('\0');
  const ok = username === login?.username && password === login?.password;
  decide(ok);
  // error, message, bytes, and since version 1 the life of the session
  return render(
    correlation,
    Buffer.concat([
      int16(ok ? 0 : SASL_AUTHENTICATION_FAILED),
      int16(-1),
      int32(0),
      ...(version > 0 ? [Buffer.alloc(8)] : []),
    ]),
  );
}

/**
 * What the broker for tests says, and the two requests of SASL; only in the forms of versions 0 to
 * 2.
 */
function apiVersions(version: number): Buffer {
  const known = [
    [0, 0, 7],
    [1, 0, 11],
    [2, 0, 5],
    [3, 0, 2],
    [8, 0, 7],
    [9, 0, 5],
    [10, 0, 2],
    [11, 0, 5],
    [12, 0, 3],
    [13, 0, 1],
    [14, 0, 3],
    [SASL_HANDSHAKE, 0, 1],
    [API_VERSIONS, 0, 2],
    [SASL_AUTHENTICATE, 0, 1],
  ];
  const list = [int32(known.length), ...known.map((each) => Buffer.concat(each.map(int16)))];
  return Buffer.concat([
    int16(version > 2 ? UNSUPPORTED_VERSION : 0),
    ...list,
    ...(version === 1 || version === 2 ? [int32(0)] : []),
  ]);
}

function render(correlation: Buffer, body: Buffer): Buffer {
  return Buffer.concat([int32(correlation.length + body.length), correlation, body]);
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function text(value: string): Buffer {
  return Buffer.concat([int16(value.length), Buffer.from(value)]);
}
