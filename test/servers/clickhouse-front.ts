import { once } from 'node:events';
import {
  connect,
  createServer as createPlainServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServer as createTlsServer } from 'node:tls';
import type { CertificateAndKey } from './initialise-cluster';

const PATIENCE_MS = 10_000;
const RETRY_MS = 20;
/**
 * A server that hangs up this often without a word was not ending: it does not understand the
 * client.
 */
const MAX_SILENT_ENDS = 3;

/** A port that leads to the server's native protocol. */
export interface ClickhouseFront {
  readonly port: number;
  /** While it is shut, connections are refused. */
  shut(): Promise<void>;
  open(): Promise<void>;
}

/**
 * Stands before the native port. The library listens there without TLS only, and ends after every
 * login that it refuses (its listener has no handler for errors: seen on 26.7.2), so this speaks
 * TLS, and holds connections until the server is up again.
 */
export async function startClickhouseFront(
  tcpPort: number,
  certificate?: CertificateAndKey,
): Promise<ClickhouseFront> {
  const sockets = new Set<Socket>();
  const accept = (client: Socket): void => {
    sockets.add(client);
    client.on('error', () => client.destroy());
    client.on('close', () => sockets.delete(client));
    void forward(client, tcpPort);
  };
  const create = (): Server =>
    certificate === undefined ? createPlainServer(accept) : createTlsServer(certificate, accept);
  let server = await listen(create(), 0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    shut: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    open: async () => void (server = await listen(create(), port)),
  };
}

async function listen(server: Server, port: number): Promise<Server> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/**
 * Passes what the client says on to a server that answers: one that is ending accepts connections,
 * and hangs up without a word.
 */
async function forward(client: Socket, port: number): Promise<void> {
  const said: Buffer[] = [];
  const keep = (chunk: Buffer): void => void said.push(chunk);
  client.on('data', keep);
  // A login whose client hung up meanwhile would end the server too.
  await sleep(RETRY_MS);
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (
    let silentEnds = 0;
    silentEnds < MAX_SILENT_ENDS && Date.now() < giveUpAt && !client.destroyed;
    await sleep(RETRY_MS)
  ) {
    const target = await openTo(port);
    if (target === null) continue;
    const pass = (chunk: Buffer): void => void target.write(chunk);
    for (const chunk of said) pass(chunk);
    client.on('data', pass);
    const first = await firstWord(target, client);
    if (first !== null) {
      client.off('data', keep);
      client.write(first);
      target.pipe(client);
      target.on('close', () => client.destroy());
      client.on('close', () => target.destroy());
      return;
    }
    client.off('data', pass);
    target.destroy();
    silentEnds += 1;
  }
  client.destroy();
}

function openTo(port: number): Promise<Socket | null> {
  return new Promise((resolve) => {
    const target = connect(port, '127.0.0.1', () => {
      resolve(target);
    });
    target.on('error', () => {
      resolve(null);
    });
  });
}

/** null when either side hung up before the server said anything. */
function firstWord(target: Socket, client: Socket): Promise<Buffer | null> {
  return new Promise((resolve) => {
    target.once('data', (chunk: Buffer) => {
      target.pause();
      resolve(chunk);
    });
    target.once('close', () => {
      resolve(null);
    });
    client.once('close', () => {
      resolve(null);
    });
  });
}
