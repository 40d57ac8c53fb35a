import type { ServiceAddress } from '../../../model/service';
import { sql, type Sql, joinSql } from '../../../sql/sql';
import { parseMysqlAddress } from './address';

/**
 * Why ClickHouse cannot honour the TLS mode; null when it can. ClickHouse reaches MySQL with TLS
 * when the server offers it, and verifies nothing. Its named collections take ssl_ca, ssl_cert and
 * ssl_key, but only as paths of files on its own machine, and no mode (seen on 26.7.2: `ssl_mode`
 * is an unexpected key). REQUIRE is accepted, because `encryptionQuery` proves whether the
 * connection is encrypted.
 */
export function tlsProblem(address: ServiceAddress): string | null {
  const { sslMode } = parseMysqlAddress(address);
  if (sslMode !== 'VERIFY_CA' && sslMode !== 'VERIFY_FULL') return null;
  return (
    'This ClickHouse uses TLS to MySQL when the server offers it, but verifies no ' +
    `certificate: sslMode ${sslMode} cannot be ` +
    ('enforced. Use sslMode REQUIRE, which is proven on its own connection at set-up, on a ' +
      'network that you trust.')
  );
}

/**
 * Asks the server, through ClickHouse, about ClickHouse's own connection. One row, one text:
 * {"encrypted": true}. MySQL 8 and MariaDB keep the status variables in different schemas: each
 * reads only its own kind of executable comment.
 * https://mariadb.com/kb/en/comment-syntax/
 */
export const encryptionQuery: Sql = joinSql(
  [
    sql`SELECT IF(MAX(CONVERT(VARIABLE_VALUE USING utf8mb4)) <> '', '{"encrypted": true}',`,
    sql`'{"encrypted": false}') AS doc`,
    sql`FROM /*!80000 performance_schema.session_status */ /*M!`,
    sql`information_schema.SESSION_STATUS */ WHERE VARIABLE_NAME = 'Ssl_cipher'`,
  ],
  ' ',
);

/** `encryptionQuery` for an address that requires TLS; null for others. */
export function encryptionProof(address: ServiceAddress): Sql | null {
  return parseMysqlAddress(address).sslMode === 'REQUIRE' ? encryptionQuery : null;
}
