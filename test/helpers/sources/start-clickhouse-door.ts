import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestClickHouse } from '../gateway/start-test-clickhouse';

/**
 * An embedded server as a ClickHouse of one's own: reached by URL, user and password, by as many
 * gateways as one likes.
 */
export interface ClickHouseDoor {
  readonly url: string;
  /** Settings of a gateway that is to use it. */
  readonly env: Readonly<Record<string, string>>;
  /** Told of every statement before it goes through. */
  onStatement(listener: ((text: string) => void) | null): void;
  stop(): Promise<void>;
}

export async function startClickHouseDoor({
  server: { connection },
}: TestClickHouse): Promise<ClickHouseDoor> {
  let listener: ((text: string) => void) | null = null;
  const server = createServer((req, res) => {
    void forward(req, res);
  });
  // As ClickHouse does: Node's own 5 s are less than the gateway keeps an idle connection for,
  // which it would find closed.
  server.keepAliveTimeout = 30_000;
  const forward = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of req) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const body = Buffer.concat(chunks);
    listener?.(body.toString('utf8'));
    const { hostname, port } = new URL(connection.url);
    const headers = {
      ...req.headers,
      ...connection.httpHeaders,
      'content-length': String(body.length),
    };
    delete (headers as Record<string, unknown>)['transfer-encoding'];
    const onward = request(
      { host: hostname, port, method: req.method, path: req.url, headers },
      (answer) => {
        res.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(res);
      },
    );
    onward.on('error', () => {
      res.destroy();
    });
    res.on('close', () => {
      onward.destroy();
    });
    onward.end(body);
  };
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    env: {
      CLICKHOUSE_URL: url,
      CLICKHOUSE_USER: connection.username,
      CLICKHOUSE_PASSWORD: connection.password.reveal(),
    },
    onStatement: (next) => {
      listener = next;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => {
        server.close(closed);
      });
    },
  };
}
