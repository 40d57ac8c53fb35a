import { isIP } from 'node:net';

/**
 * True for one host name or IP address. Strict, because libpq reads more into a host than DNS does:
 * `a,b` is a list of hosts (past the allow-list), a leading `/` or `@` a local socket.
 * https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-HOST
 */
export function isHost(text: string): boolean {
  return (
    text.length <= 253 &&
    (/^[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_.])?$/.test(text) || isIP(text) === 6)
  );
}
