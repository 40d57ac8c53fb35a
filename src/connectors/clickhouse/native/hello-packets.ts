import type { ClickhouseLogin } from './login';

/**
 * The first packets of ClickHouse's native protocol.
 * https://clickhouse.com/docs/native-protocol/client and
 * https://clickhouse.com/docs/native-protocol/server, tried on 26.7.2.
 */
const CLIENT_HELLO = 0;
const SERVER_HELLO = 0;
const SERVER_EXCEPTION = 2;

/**
 * The revision DBMS_MIN_REVISION_WITH_VERSION_PATCH is old enough that nothing follows a hello, and
 * new enough for the whole version.
 */
const REVISION = 54_401;

/** What the server answers a hello with. */
export type HelloAnswer =
  | { readonly kind: 'hello'; readonly version: string }
  /**
   * An exception has a code of
   * https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp, and a text that
   * is not read.
   */
  | { readonly kind: 'exception'; readonly code: number }
  /** The packet is not whole: more bytes are needed. */
  | { readonly kind: 'partial' }
  /** The bytes are no packet of this protocol. */
  | { readonly kind: 'foreign' };

/** Writes a client hello: name, version, revision, default database, user, password. */
export function writeHello(login: ClickhouseLogin, database: string): Buffer {
  return Buffer.concat([
    number(CLIENT_HELLO),
    text('tributary'),
    number(1),
    number(0),
    number(REVISION),
    text(database),
    text(login.username),
    text(login.password.reveal()),
  ]);
}

/**
 * Reads a server hello (name, version major and minor, revision, time zone, display name, version
 * patch) or the code of an exception.
 */
export function readHelloAnswer(bytes: Buffer): HelloAnswer {
  const reader = new PacketReader(bytes);
  const kind = reader.number();
  if (kind === SERVER_EXCEPTION) return reader.finish({ kind: 'exception', code: reader.int32() });
  if (kind !== SERVER_HELLO) return reader.finish({ kind: 'foreign' });
  const hasName = reader.text() > 0;
  const [major, minor, revision] = [reader.number(), reader.number(), reader.number()];
  if (!hasName || major === 0) return reader.finish({ kind: 'foreign' });
  if (revision < REVISION) return reader.finish({ kind: 'hello', version: `${major}.${minor}` });
  reader.text();
  reader.text();
  return reader.finish({ kind: 'hello', version: `${major}.${minor}.${reader.number()}` });
}

/** Writes a VarUInt: seven bits a byte, the lowest first. */
function number(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([number(bytes.length), bytes]);
}

/** Reads a packet. A read beyond the end of the bytes answers zero, and is remembered. */
class PacketReader {
  private position = 0;

  constructor(private readonly bytes: Buffer) {}

  /** The answer if all of its bytes were there, else `partial`. */
  finish(answer: HelloAnswer): HelloAnswer {
    return this.position > this.bytes.length ? { kind: 'partial' } : answer;
  }

  number(): number {
    let value = 0;
    for (let weight = 1; ; weight *= 128) {
      const byte = this.bytes[this.position] ?? 0;
      this.position += 1;
      value += (byte % 128) * weight;
      if (byte < 128) return value;
    }
  }

  /** Skips a text, and tells its length. */
  text(): number {
    const length = this.number();
    this.position += length;
    return length;
  }

  int32(): number {
    this.position += 4;
    return this.position > this.bytes.length ? 0 : this.bytes.readInt32LE(this.position - 4);
  }
}
