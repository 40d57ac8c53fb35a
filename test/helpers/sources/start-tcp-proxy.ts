import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * Stands before a server on 127.0.0.1, and can fall silent as a firewall does that drops packets.
 */
export interface TcpProxy {
  readonly port: number;
  /** Connections stay open and new ones are accepted, but nothing passes either way. */
  fallSilent(): void;
  /** What was held back passes, and everything after it. */
  speak(): void;
  stop(): Promise<void>;
}

export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let isSilent = false;
  const follow = (from: Socket, to: Socket): void => {
    sockets.add(from);
    from.on('error', () => {
      to.destroy();
    });
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
    from.on('data', (chunk) => {
      to.write(chunk);
    });
    if (isSilent) from.pause();
  };
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    follow(client, target);
    follow(target, client);
  });
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  return {
    port: (server.address() as AddressInfo).port,
    fallSilent: () => {
      isSilent = true;
      for (const socket of sockets) socket.pause();
    },
    speak: () => {
      isSilent = false;
      for (const socket of sockets) socket.resume();
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => {
        server.close(closed);
      });
    },
  };
}
