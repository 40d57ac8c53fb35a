import { isIP } from 'node:net';
import { checkServerIdentity, type ConnectionOptions } from 'node:tls';
import type { PostgresqlAddress } from './address';

/**
 * How Node.js verifies the server, by libpq's rules; null for no TLS. PREFER and REQUIRE do not
 * verify, but REQUIRE with a root certificate does as VERIFY_CA.
 * https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-SSLMODE-STATEMENTS
 */
export function tlsOptions({
  host,
  sslMode,
  sslRootCert,
}: PostgresqlAddress): ConnectionOptions | null {
  if (sslMode === 'DISABLE') return null;
  const verified =
    sslMode === 'VERIFY_CA' ||
    sslMode === 'VERIFY_FULL' ||
    (sslMode === 'REQUIRE' && sslRootCert !== null);
  return {
    rejectUnauthorized: verified,
    ...(verified && sslRootCert !== null ? { ca: sslRootCert } : {}),
    checkServerIdentity: (_name, certificate) =>
      sslMode === 'VERIFY_FULL' ? checkServerIdentity(host, certificate) : undefined,
    // An IP address cannot be a server name (RFC 6066, section 3).
    ...(isIP(host) === 0 ? { servername: host } : {}),
  };
}
