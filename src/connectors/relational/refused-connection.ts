import type { ConnectionRefusal } from '../contract/access';
import { renderEndpoint } from '../contract/render-endpoint';
import type { RelationalAddress } from './address-reader';

export interface RefusedConnection {
  readonly refusal: ConnectionRefusal;
  readonly message: string;
}

/** What the server itself can say of a login. */
export type ServerRefusal = Exclude<ConnectionRefusal, 'TLS_FAILED' | 'HOST_NOT_ALLOWED'>;

export function connectionWithoutTls(address: RelationalAddress): RefusedConnection {
  return {
    refusal: 'TLS_FAILED',
    message:
      `${renderEndpoint(address)} does not offer TLS, and sslMode ${address.sslMode} asks for ` +
      'it. Turn on TLS in the server, or choose sslMode PREFER.',
  };
}

export function connectionTlsFailed(code: string, address: RelationalAddress): RefusedConnection {
  return {
    refusal: 'TLS_FAILED',
    message:
      `The TLS handshake with ${renderEndpoint(address)} failed (${code}). Check sslRootCert, ` +
      'and that the certificate is valid and made out to this host.',
  };
}

/**
 * Words a connection that could not be made. `system`, e.g. `PostgreSQL`, is what should have
 * answered.
 */
export function connectionUnreachable(
  code: string,
  address: RelationalAddress,
  system: string,
): RefusedConnection {
  const why =
    code === 'ETIMEDOUT'
      ? 'does not answer in time'
      : code === 'EPROTO'
        ? `does not answer as a ${system} does`
        : `cannot be reached (${code})`;
  return {
    refusal: 'UNREACHABLE',
    message:
      `${renderEndpoint(address)} ${why}. Check host and port, that the server runs, and that ` +
      'no firewall is in between.',
  };
}
