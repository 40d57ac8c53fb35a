import { createHash } from 'node:crypto';
import { mysqlIdentifier } from '../../../sql/mysql-quoting';
import { joinSql, Sql, sql } from '../../../sql/sql';
import type { ProvisionedAccount } from '../../contract/credentials';

/**
 * How many connections an account may hold at once. ClickHouse closes its connections after use;
 * this bounds what several gateways hold.
 */
const MAX_CONNECTIONS = 100;

/**
 * `tributary_shop_1f`@'%'
 *
 * The account is let in from anywhere, because ClickHouse and the gateway may connect from
 * anywhere.
 */
const accountAt = (name: string): Sql => sql`${mysqlIdentifier(name)}@'%'`;

export interface AccountTerms {
  readonly account: Pick<ProvisionedAccount, 'name' | 'statementTimeoutMs'>;
  /** True where only encrypted connections are let in. */
  readonly requiresTls: boolean;
}

/**
 * CREATE USER `tributary_shop_1f`@'%' IDENTIFIED VIA mysql_native_password USING '*HASH' REQUIRE
 * SSL WITH MAX_USER_CONNECTIONS 100 MAX_STATEMENT_TIME 60
 */
export function createMariadbAccount(
  { account, requiresTls }: AccountTerms,
  passwordHash: string,
): Sql {
  const seconds = Sql.dangerouslyFromText((account.statementTimeoutMs / 1_000).toFixed(3));
  return joinSql(
    [
      sql`CREATE USER ${accountAt(account.name)}`,
      sql`IDENTIFIED VIA mysql_native_password USING`,
      sql`${Sql.dangerouslyFromText(`'${passwordHash}'`)}${limits(requiresTls)}`,
      sql`MAX_STATEMENT_TIME ${seconds}`,
    ],
    ' ',
  );
}

/**
 * CREATE USER `tributary_shop_1f`@'%' IDENTIFIED BY RANDOM PASSWORD WITH MAX_USER_CONNECTIONS 100
 *
 * The statement answers the password, which so stands in no statement. MySQL has no limit of time
 * for one account.
 * https://dev.mysql.com/doc/refman/8.4/en/password-management.html#random-password-generation
 */
export function createMysqlAccount({ account, requiresTls }: AccountTerms): Sql {
  return joinSql(
    [
      sql`CREATE USER ${accountAt(account.name)}`,
      sql`IDENTIFIED BY RANDOM PASSWORD${limits(requiresTls)}`,
    ],
    ' ',
  );
}

/**
 * Without this setting the length of a random password is an operator's choice, 5 characters and
 * up.
 */
export const LONG_RANDOM_PASSWORDS = sql`SET SESSION generated_random_password_length = 48`;

function limits(requiresTls: boolean): Sql {
  const connections = Sql.dangerouslyFromText(String(MAX_CONNECTIONS));
  return sql`${requiresTls ? sql` REQUIRE SSL` : sql``} WITH MAX_USER_CONNECTIONS ${connections}`;
}

/**
 * GRANT SELECT ON `shop`.* TO `tributary_shop_1f`@'%'
 *
 * One statement for each database. The name of a database is a pattern there: `a_b` would let the
 * account into `axb` too.
 */
export function grantReading(name: string, databases: readonly string[]): readonly Sql[] {
  return databases.map((database) =>
    joinSql(
      [
        sql`GRANT SELECT ON ${mysqlIdentifier(database.replace(/[\\_%]/g, '\\$&'))}.* TO`,
        sql`${accountAt(name)}`,
      ],
      ' ',
    ),
  );
}

export function dropAccount(name: string): Sql {
  return joinSql([sql`DROP USER IF EXISTS`, accountAt(name)], ' ');
}

/**
 * Hashes a password as MariaDB's mysql_native_password keeps it: SHA1 of SHA1. That is enough for a
 * random password of 192 bits.
 */
export function nativePasswordHash(password: string): string {
  const sha1 = (data: Buffer | string): Buffer => createHash('sha1').update(data).digest();
  return `*${sha1(sha1(password)).toString('hex').toUpperCase()}`;
}
