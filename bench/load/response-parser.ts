export interface HttpResponse {
  readonly status: number;
  /** Length of the body, in bytes. */
  readonly length: number;
  readonly body: readonly Buffer[];
}

type Phase =
  | { readonly kind: 'head' }
  /** Bytes of the body, or of one chunk of it, that are still to come. */
  | { readonly kind: 'data'; left: number; readonly chunked: boolean }
  /** A line: the length of the next chunk, the end of one, or a trailer. */
  | { readonly kind: 'line'; readonly expects: 'size' | 'chunk-end' | 'trailer' }
  | { readonly kind: 'done' };

/**
 * Reads one HTTP/1.1 response as it comes: with content-length, or in chunks (RFC 9112, 6 and 7.1).
 */
export class ResponseParser {
  #phase: Phase = { kind: 'head' };
  #rest: Buffer = Buffer.alloc(0);
  #status = 0;
  #length = 0;
  readonly #body: Buffer[] = [];

  /** @returns the response once it is complete */
  push(chunk: Buffer): HttpResponse | null {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (let next = this.#step(bytes); next !== null; next = this.#step(bytes)) bytes = next;
    this.#rest = bytes;
    return this.#phase.kind === 'done'
      ? { status: this.#status, length: this.#length, body: this.#body }
      : null;
  }

  /** @returns what is left of the bytes; null when it takes more of them to go on */
  #step(bytes: Buffer): Buffer | null {
    switch (this.#phase.kind) {
      case 'head':
        return this.#readHead(bytes);
      case 'data':
        return bytes.length === 0 ? null : this.#readData(bytes, this.#phase);
      case 'line':
        return this.#readLine(bytes, this.#phase.expects);
      case 'done':
        return null;
    }
  }

  #readHead(bytes: Buffer): Buffer | null {
    const end = bytes.indexOf('\r\n\r\n');
    if (end === -1) return null;
    const head = bytes.toString('latin1', 0, end);
    this.#status = Number(head.slice(9, 12));
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (length !== undefined)
      this.#phase =
        length === '0' ? { kind: 'done' } : { kind: 'data', left: Number(length), chunked: false };
    else
      this.#phase = /\r\ntransfer-encoding: *chunked/i.test(head)
        ? { kind: 'line', expects: 'size' }
        : { kind: 'done' };
    return bytes.subarray(end + 4);
  }

  #readData(bytes: Buffer, data: Extract<Phase, { kind: 'data' }>): Buffer {
    const taken = bytes.subarray(0, data.left);
    this.#body.push(taken);
    this.#length += taken.length;
    data.left -= taken.length;
    if (data.left === 0)
      this.#phase = data.chunked ? { kind: 'line', expects: 'chunk-end' } : { kind: 'done' };
    return bytes.subarray(taken.length);
  }

  #readLine(bytes: Buffer, expects: Extract<Phase, { kind: 'line' }>['expects']): Buffer | null {
    const end = bytes.indexOf('\r\n');
    if (end === -1) return null;
    if (expects === 'size') {
      const left = Number.parseInt(bytes.toString('latin1', 0, end), 16);
      this.#phase =
        left === 0 ? { kind: 'line', expects: 'trailer' } : { kind: 'data', left, chunked: true };
    } else if (expects === 'chunk-end') {
      this.#phase = { kind: 'line', expects: 'size' };
    } else if (end === 0) {
      this.#phase = { kind: 'done' };
    }
    return bytes.subarray(end + 2);
  }
}
