import { randomBytes } from 'node:crypto';
import type { Connection } from 'mysql2';
import { GatewayError } from '../../../errors/gateway-error';
import type { ServiceAddress } from '../../../model/service';
import { sql, type Sql } from '../../../sql/sql';
import { Secret } from '../../../util/secret';
import type { Credentials, ServiceAccounts } from '../../contract/credentials';
import { renderEndpoint } from '../../contract/render-endpoint';
import { parseMysqlAddress } from '../native/address';
import { connectNatively } from '../native/connect-natively';
import { errorNumberOf } from '../native/error-number-of';
import { readLogin } from '../native/login';
import { runNativeQuery } from '../native/run-native-query';
import {
  createMariadbAccount,
  createMysqlAccount,
  dropAccount,
  grantReading,
  LONG_RANDOM_PASSWORDS,
  nativePasswordHash,
  type AccountTerms,
} from './account-statements';

/**
 * Numbers of a right that is missing: ER_DBACCESS_DENIED_ERROR, ER_TABLEACCESS_DENIED_ERROR,
 * ER_SPECIFIC_ACCESS_DENIED_ERROR, ER_CANT_CREATE_USER_WITH_GRANT.
 */
const DENIED: ReadonlySet<number> = new Set([1044, 1142, 1227, 1410]);

type Run = (statement: Sql) => Promise<readonly (readonly unknown[])[]>;

/**
 * Each integration has an account of its own each time: the next account can be in use before the
 * last one is dropped.
 */
export const mysqlAccounts: ServiceAccounts = {
  // The limit is MySQL's; MariaDB's is longer.
  maxNameLength: 32,

  async provision(address, administrator, wanted) {
    const { sslMode, database: home } = parseMysqlAddress(address);
    const terms: AccountTerms = {
      account: wanted,
      requiresTls: sslMode !== 'DISABLE' && sslMode !== 'PREFER',
    };
    // A connection begins in the address's own database.
    const databases = [...new Set([home, ...wanted.scope.map(({ schema }) => schema)])];
    return asAdministrator(address, administrator, wanted.timeoutMs, async (run) => {
      const password = await createAccount(run, terms);
      try {
        for (const grant of grantReading(wanted.name, databases)) await run(grant);
        return { username: wanted.name, password };
      } catch (error) {
        // Each statement commits by itself. The first error is what the caller must know; an
        // account that is left stays in `Service.accounts`.
        await run(dropAccount(wanted.name)).catch(() => undefined);
        throw error;
      }
    });
  },

  async drop(address, administrator, { name, timeoutMs }) {
    await asAdministrator(address, administrator, timeoutMs, (run) => run(dropAccount(name)));
  },
};

/**
 * Makes the account. Its password is in no statement: MariaDB writes statements into its general
 * log as they are (seen on 10.11). ClickHouse's client has mysql_native_password and
 * caching_sha2_password, and no plugin for ed25519 (seen on 26.7.2).
 */
async function createAccount(run: Run, terms: AccountTerms): Promise<Secret> {
  const [[version] = []] = await run(sql`SELECT VERSION()`);
  if (String(version).includes('MariaDB')) {
    const password = randomBytes(24).toString('base64url');
    await run(createMariadbAccount(terms, nativePasswordHash(password)));
    return new Secret(password);
  }
  await run(LONG_RANDOM_PASSWORDS);
  const [[, , password] = []] = await run(createMysqlAccount(terms));
  if (typeof password !== 'string')
    throw new GatewayError('INTERNAL', 'MySQL made an account and did not answer its password.');
  return new Secret(password);
}

async function asAdministrator<T>(
  address: ServiceAddress,
  administrator: Credentials,
  timeoutMs: number,
  task: (run: Run) => Promise<T>,
): Promise<T> {
  const parsed = parseMysqlAddress(address);
  const native = await connectNatively(
    { address: parsed, login: readLogin(administrator), database: parsed.database },
    timeoutMs,
  );
  if (native.kind === 'refused')
    throw new GatewayError('CREDENTIALS_REFUSED', `credentials.provision: ${native.message}`, {
      details: { refusal: native.refusal },
    });
  try {
    return await task((statement) =>
      runAt(renderEndpoint(parsed), native.connection, statement, timeoutMs),
    );
  } finally {
    native.close();
  }
}

/**
 * Runs a statement. The driver's error is no cause of the error that is thrown, because it quotes
 * the statement.
 */
async function runAt(
  at: string,
  connection: Connection,
  statement: Sql,
  timeoutMs: number,
): Promise<readonly (readonly unknown[])[]> {
  try {
    return await runNativeQuery(connection, statement, timeoutMs);
  } catch (error) {
    const number = errorNumberOf(error);
    if (number === null)
      throw new GatewayError(
        'SERVICE_UNREACHABLE',
        `The connection to ${at} was lost while an account was made or dropped. Try again.`,
      );
    if (DENIED.has(number)) {
      throw new GatewayError(
        'CREDENTIALS_REFUSED',
        `credentials.provision: the administrator at ${at} may not create accounts or grant ` +
          'what one needs. Use an account with CREATE USER, and with SELECT on the databases ' +
          'WITH GRANT OPTION.',
        {
          details: { refusal: 'PERMISSION_DENIED' },
        },
      );
    }
    throw new GatewayError(
      'SERVICE_QUERY_FAILED',
      `${at} did not make or drop the account (error ${number}).`,
      { details: { errorNumber: number } },
    );
  }
}
