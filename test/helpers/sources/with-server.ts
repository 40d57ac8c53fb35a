import { createServer, type Socket } from 'node:net';

/**
 * A socket that says one thing: not a database, but what an address may lead to. null: accepts and
 * is silent; '': hangs up.
 */
export async function withServer(
  answer: string | null,
  use: (port: number) => Promise<void>,
): Promise<void> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    if (answer === '') socket.end();
    else if (answer !== null) socket.write(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  try {
    await use(bound !== null && typeof bound === 'object' ? bound.port : 0);
  } finally {
    sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => server.close(resolve));
  }
}
