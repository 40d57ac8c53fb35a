import type { ServiceAddress } from '../../../model/service';
import { sql, type Sql, joinSql } from '../../../sql/sql';
import { parsePostgresqlAddress } from './address';

/**
 * Why ClickHouse cannot honour the TLS mode; null when it can. ClickHouse reaches PostgreSQL
 * through libpq with its default sslmode, `prefer`, and no way to choose another (26.7; `sslmode`
 * came with ClickHouse PR 110615). That is TLS when the server offers it, and no certificate is
 * ever verified. REQUIRE is accepted, because `encryptionQuery` proves whether ClickHouse's
 * connection is encrypted.
 */
export function tlsProblem(address: ServiceAddress): string | null {
  const { sslMode } = parsePostgresqlAddress(address);
  if (sslMode !== 'VERIFY_CA' && sslMode !== 'VERIFY_FULL') return null;
  return (
    'This ClickHouse uses TLS to PostgreSQL when the server offers it, but verifies no ' +
    `certificate: sslMode ${sslMode} cannot be ` +
    ('enforced. Use sslMode REQUIRE, which is proven on its own connection at set-up, on a ' +
      'network that you trust.')
  );
}

/**
 * Asks PostgreSQL, through ClickHouse, about ClickHouse's own connection. One row, one text:
 * {"encrypted": true}. With a connection pooler in between, it tells about the pooler's connection.
 */
export const encryptionQuery: Sql = joinSql(
  [
    sql`SELECT json_build_object('encrypted', ssl)::text AS doc FROM pg_stat_ssl`,
    sql`WHERE pid = pg_backend_pid()`,
  ],
  ' ',
);

/** `encryptionQuery` for an address that requires TLS; null for others. */
export function encryptionProof(address: ServiceAddress): Sql | null {
  return parsePostgresqlAddress(address).sslMode === 'REQUIRE' ? encryptionQuery : null;
}
