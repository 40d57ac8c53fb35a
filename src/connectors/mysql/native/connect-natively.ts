import { isIP } from 'node:net';
import { createConnection, type Connection } from 'mysql2';
import { errorCodeOf } from '../../../util/error-code-of';
import type { ConnectionRefusal } from '../../contract/access';
import { cannotVerifyAddress, refusalOfError } from './connection-refusal';
import type { NativeTarget } from './native-target';
import { tlsOptions } from './tls-options';

export type NativeConnection =
  | { readonly kind: 'connected'; readonly connection: Connection; close(): void }
  | { readonly kind: 'refused'; readonly refusal: ConnectionRefusal; readonly message: string };

/**
 * Logs in within the time, or says why it cannot. PREFER goes without TLS only when the server
 * offers none.
 */
export async function connectNatively(
  target: NativeTarget,
  timeoutMs: number,
): Promise<NativeConnection> {
  if (target.address.sslMode === 'VERIFY_FULL' && isIP(target.address.host) !== 0)
    return { kind: 'refused', ...cannotVerifyAddress(target) };
  const giveUpAt = performance.now() + timeoutMs;
  try {
    return await logIn(target, true, timeoutMs);
  } catch (error) {
    if (errorCodeOf(error) !== 'HANDSHAKE_NO_SSL_SUPPORT' || target.address.sslMode !== 'PREFER')
      return { kind: 'refused', ...refusalOfError(error, target) };
  }
  try {
    return await logIn(target, false, Math.max(1, giveUpAt - performance.now()));
  } catch (error) {
    return { kind: 'refused', ...refusalOfError(error, target) };
  }
}

function logIn(
  { address, login, database }: NativeTarget,
  withTls: boolean,
  timeoutMs: number,
): Promise<NativeConnection> {
  const ssl = withTls ? tlsOptions(address) : null;
  const connection = createConnection({
    host: address.host,
    port: address.port,
    user: login.username,
    password: login.password.reveal(),
    database,
    charset: 'utf8mb4_bin',
    connectTimeout: timeoutMs,
    ...(ssl === null ? {} : { ssl }),
  });
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      clearTimeout(timer);
      connection.destroy();
      reject(error);
    };
    // The driver's own limit ends with the first packet of the handshake.
    const timer = setTimeout(() => {
      fail(Object.assign(new Error('The server did not answer in time.'), { code: 'ETIMEDOUT' }));
    }, timeoutMs);
    // The listener stays after the login: an error that nobody listens to would end the process.
    connection.on('error', fail);
    connection.connect((error) => {
      if (error !== null) return fail(error);
      clearTimeout(timer);
      resolve({
        kind: 'connected',
        connection,
        close: () => {
          connection.destroy();
        },
      });
    });
  });
}
