import { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { Client } from 'pg';
import { sql } from '../../../sql/sql';
import type { ConnectionRefusal } from '../../contract/access';
import { refusalOfError, refusalOfProbe } from './connection-refusal';
import type { NativeTarget } from './native-target';
import { tlsOptions } from './tls-options';
import { probeTls } from './tls-probe';

export type NativeConnection =
  | {
      readonly kind: 'connected';
      readonly client: Client;
      /** The version of the server, e.g. `17.10`. */
      readonly serverVersion: string;
      readonly close: () => Promise<void>;
      /** Breaks the connection at once, and so fails what runs on it. */
      readonly abandon: () => void;
    }
  | { readonly kind: 'refused'; readonly refusal: ConnectionRefusal; readonly message: string };

/**
 * Logs in with the native driver. A refusal is an answer, not an error; it comes within
 * `timeoutMs`.
 */
export async function connectNatively(
  target: NativeTarget,
  timeoutMs: number,
): Promise<NativeConnection> {
  const endsAt = performance.now() + timeoutMs;
  const tls = tlsOptions(target.address);
  if (tls === null) return logIn(target, false, timeoutMs);
  const probe = await probeTls(target.address, tls, timeoutMs);
  const refused = refusalOfProbe(probe, target);
  if (refused !== null) return { kind: 'refused', ...refused };
  return logIn(
    target,
    probe.kind === 'encrypted' ? tls : false,
    Math.max(1, endsAt - performance.now()),
  );
}

async function logIn(
  target: NativeTarget,
  ssl: ConnectionOptions | false,
  timeoutMs: number,
): Promise<NativeConnection> {
  // The socket is our own, so that it can be destroyed whatever state the driver is in.
  const socket = new Socket();
  const client = new Client({
    host: target.address.host,
    port: target.address.port,
    database: target.database,
    user: target.login.username,
    // The password is a function, because pg reads an empty text as "look into PGPASSWORD and the
    // password file".
    password: () => target.login.password.reveal(),
    ssl,
    stream: () => socket,
    application_name: 'tributary',
  });
  const timer = setTimeout(() => socket.destroy(timedOut()), timeoutMs);
  try {
    await connected(client);
    const serverVersion = await readServerVersion(client);
    return {
      kind: 'connected',
      client,
      serverVersion,
      close: () => close(client, socket),
      abandon: () => void socket.destroy(),
    };
  } catch (error) {
    socket.destroy();
    return { kind: 'refused', ...refusalOfError(error, target) };
  } finally {
    clearTimeout(timer);
  }
}

/** Logs in. Some failures of the login (those of md5) pg reports only as an event. */
function connected(client: Client): Promise<void> {
  return new Promise((resolve, reject) => {
    client.on('error', reject);
    client.connect().then(() => resolve(), reject);
  });
}

/** Shortens `15.18 (Debian 15.18-0+deb12u1)` to 15.18. */
async function readServerVersion(client: Client): Promise<string> {
  const { rows } = await client.query<[string]>({
    text: sql`SELECT current_setting('server_version')`.text,
    rowMode: 'array',
  });
  return rows[0]?.[0].split(' ')[0] ?? '';
}

async function close(client: Client, socket: Socket): Promise<void> {
  const timer = setTimeout(() => socket.destroy(), 1_000);
  await client.end();
  clearTimeout(timer);
  socket.destroy();
}

function timedOut(): NodeJS.ErrnoException {
  return Object.assign(new Error('The server did not answer in time.'), { code: 'ETIMEDOUT' });
}
