import type { SslOptions } from 'mysql2';
import type { MysqlAddress } from './address';

/**
 * How Node.js verifies the server; null for no TLS. PREFER and REQUIRE do not verify, but REQUIRE
 * with a root certificate does as VERIFY_CA.
 */
export function tlsOptions({ sslMode, sslRootCert }: MysqlAddress): SslOptions | null {
  if (sslMode === 'DISABLE') return null;
  const verified =
    sslMode === 'VERIFY_CA' ||
    sslMode === 'VERIFY_FULL' ||
    (sslMode === 'REQUIRE' && sslRootCert !== null);
  return {
    rejectUnauthorized: verified,
    verifyIdentity: sslMode === 'VERIFY_FULL',
    ...(verified && sslRootCert !== null ? { ca: sslRootCert } : {}),
  };
}
