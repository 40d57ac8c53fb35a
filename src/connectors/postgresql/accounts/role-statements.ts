import { postgresqlIdentifier, postgresqlString } from '../../../sql/postgresql-quoting';
import { joinSql, Sql, sql } from '../../../sql/sql';
import type { ProvisionedAccount } from '../../contract/credentials';

/**
 * CREATE ROLE "tributary_shop_1f" LOGIN ... PASSWORD 'SCRAM-SHA-256$...'; ALTER ROLE ... SET
 * statement_timeout = 60000
 */
export function createRole(account: ProvisionedAccount, home: string, verifier: string): Sql {
  const role = postgresqlIdentifier(account.name);
  const timeoutMs = Sql.dangerouslyFromText(account.statementTimeoutMs.toFixed(0));
  return sql`
    CREATE ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD
    ${postgresqlString(verifier)};
    ALTER ROLE ${role} SET default_transaction_read_only = on;
    ALTER ROLE ${role} SET statement_timeout = ${timeoutMs};
    GRANT CONNECT ON DATABASE ${postgresqlIdentifier(home)} TO ${role}`;
}

/**
 * GRANT SELECT ON ALL TABLES IN SCHEMA "public" TO "tributary_shop_1f"; ...
 *
 * Grants to read the tables that the schemas hold, and those that the administrator will make
 * there.
 */
export function grantReading(name: string, database: string, schemas: readonly string[]): Sql {
  const role = postgresqlIdentifier(name);
  const grants = schemas.map(postgresqlIdentifier).map(
    (schema) => sql`
    GRANT USAGE ON SCHEMA ${schema} TO ${role};
    GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO ${role};
    ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT SELECT ON TABLES TO ${role}`,
  );
  return joinSql(
    [sql`GRANT CONNECT ON DATABASE ${postgresqlIdentifier(database)} TO ${role}`, ...grants],
    '; ',
  );
}

/**
 * DO 'BEGIN IF EXISTS (...) THEN EXECUTE ''GRANT ... TO CURRENT_USER; DROP OWNED BY ...''; END IF;
 * END'
 *
 * Takes away what the role may do in the database of the connection. It owns nothing: it may only
 * read.
 */
export function dropPrivileges(name: string): Sql {
  const role = postgresqlIdentifier(name);
  // An administrator who is no superuser must be a member of the role; who made the role may become
  // a member.
  return ifExists(name, sql`GRANT ${role} TO CURRENT_USER; DROP OWNED BY ${role}`);
}

export function dropRole(name: string): Sql {
  return ifExists(name, sql`DROP ROLE ${postgresqlIdentifier(name)}`);
}

/**
 * SELECT DISTINCT d.datname AS name FROM pg_shdepend s JOIN ...
 *
 * The databases in which the role may do something.
 * https://www.postgresql.org/docs/current/catalog-pg-shdepend.html
 */
export function listDatabasesOf(name: string): Sql {
  return sql`SELECT DISTINCT d.datname AS name FROM pg_shdepend s
  JOIN pg_database d ON d.oid = s.dbid JOIN pg_roles r ON r.oid = s.refobjid
    WHERE s.refclassid = 'pg_authid'::regclass AND r.rolname = ${postgresqlString(name)}`;
}

/**
 * DO 'BEGIN IF EXISTS (...) THEN EXECUTE ''DROP OWNED BY ...''; END IF; END'
 *
 * DROP OWNED knows no IF EXISTS, and DROP ROLE asks for rights first.
 */
function ifExists(role: string, statement: Sql): Sql {
  const block = joinSql(
    [
      sql`BEGIN IF EXISTS (SELECT FROM pg_roles`,
      sql`WHERE rolname = ${postgresqlString(role)}) THEN EXECUTE`,
      sql`${postgresqlString(statement.text)}; END IF; END`,
    ],
    ' ',
  );
  return sql`DO ${postgresqlString(block.text)}`;
}
