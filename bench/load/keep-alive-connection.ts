import { connect, type Socket } from 'node:net';
import { ResponseParser, type HttpResponse } from './response-parser';

interface Exchange {
  readonly parser: ResponseParser;
  readonly resolve: (response: HttpResponse) => void;
  readonly reject: (error: Error) => void;
}

/**
 * One connection that is kept open, with one request at a time. Not node:http: its client costs
 * more CPU for each request than the fast contenders do, and all share the machine.
 */
export class KeepAliveConnection {
  #socket: Socket | null = null;
  #exchange: Exchange | null = null;

  constructor(
    private readonly host: string,
    private readonly port: number,
  ) {}

  /** Sends a complete HTTP/1.1 request. Rejects when the connection ends before the answer does. */
  send(request: string): Promise<HttpResponse> {
    return new Promise((resolve, reject) => {
      this.#exchange = { parser: new ResponseParser(), resolve, reject };
      this.#open().write(request);
    });
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = null;
  }

  #open(): Socket {
    if (this.#socket !== null) return this.#socket;
    const socket = connect({ host: this.host, port: this.port, noDelay: true });
    socket.on('data', (chunk: Buffer) => {
      this.#receive(chunk);
    });
    socket.on('error', (error) => {
      this.#fail(error);
    });
    socket.on('close', () => {
      this.#socket = null;
      this.#fail(new Error('the connection was closed'));
    });
    this.#socket = socket;
    return socket;
  }

  #receive(chunk: Buffer): void {
    const response = this.#exchange?.parser.push(chunk);
    if (!response) return;
    const exchange = this.#exchange;
    this.#exchange = null;
    exchange?.resolve(response);
  }

  #fail(error: Error): void {
    const exchange = this.#exchange;
    this.#exchange = null;
    exchange?.reject(error);
  }
}
