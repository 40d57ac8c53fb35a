import { randomBytes } from 'node:crypto';
import { GatewayError } from '../../../errors/gateway-error';
import type { ServiceAddress } from '../../../model/service';
import type { Sql } from '../../../sql/sql';
import { errorCodeOf } from '../../../util/error-code-of';
import { Secret } from '../../../util/secret';
import type { Credentials, ProvisionedAccount, ServiceAccounts } from '../../contract/credentials';
import { renderEndpoint } from '../../contract/render-endpoint';
import { parsePostgresqlAddress } from '../native/address';
import { connectNatively } from '../native/connect-natively';
import { isSqlState } from '../native/is-sql-state';
import { readLogin } from '../native/login';
import {
  createRole,
  dropPrivileges,
  dropRole,
  grantReading,
  listDatabasesOf,
} from './role-statements';
import { scramVerifier } from './scram-verifier';

/** Each account is a role of its own: the next one can be in use before the last one is dropped. */
export const postgresqlAccounts: ServiceAccounts = {
  maxNameLength: 63,

  async provision(address, administrator, wanted) {
    const password = randomBytes(24).toString('base64url');
    const verifier = await scramVerifier(password);
    try {
      await runIn(
        address,
        administrator,
        { ...wanted, database: homeOf(address) },
        createRole(wanted, homeOf(address), verifier),
      );
      for (const [database, schemas] of byDatabase(wanted)) {
        await runIn(
          address,
          administrator,
          { ...wanted, database },
          grantReading(wanted.name, database, schemas),
        );
      }
    } catch (error) {
      // The first error is what the caller must know; a role that is left stays in
      // `Service.accounts`.
      await postgresqlAccounts.drop(address, administrator, wanted).catch(() => undefined);
      throw error;
    }
    return { username: wanted.name, password: new Secret(password) };
  },

  async drop(address, administrator, account) {
    const home = { ...account, database: homeOf(address) };
    const rows = await runIn<{ readonly name: string }>(
      address,
      administrator,
      home,
      listDatabasesOf(account.name),
    );
    // The rights of a role in a database can only be taken away in that database.
    for (const database of [...rows.map(({ name }) => name), home.database]) {
      await runIn(address, administrator, { ...account, database }, dropPrivileges(account.name));
    }
    await runIn(address, administrator, home, dropRole(account.name));
  },
};

function homeOf(address: ServiceAddress): string {
  return parsePostgresqlAddress(address).database;
}

function byDatabase({
  scope,
}: Pick<ProvisionedAccount, 'scope'>): ReadonlyMap<string, readonly string[]> {
  const databases = new Map<string, Set<string>>();
  for (const { database, schema } of scope)
    databases.set(database, (databases.get(database) ?? new Set()).add(schema));
  return new Map([...databases].map(([database, schemas]) => [database, [...schemas]]));
}

/** Runs statements as one simple query, which is one transaction: all of the statements or none. */
async function runIn<Row extends object>(
  address: ServiceAddress,
  administrator: Credentials,
  where: { readonly database: string; readonly timeoutMs: number },
  statements: Sql,
): Promise<readonly Row[]> {
  const target = {
    address: parsePostgresqlAddress(address),
    login: readLogin(administrator),
    database: where.database,
  };
  const connection = await connectNatively(target, where.timeoutMs);
  if (connection.kind === 'refused') {
    throw new GatewayError('CREDENTIALS_REFUSED', `credentials.provision: ${connection.message}`, {
      details: { refusal: connection.refusal },
    });
  }
  const timer = setTimeout(() => {
    connection.abandon();
  }, where.timeoutMs);
  try {
    return (await connection.client.query<Row>(statements.text)).rows;
  } catch (error) {
    throw translate(error, renderEndpoint(parsePostgresqlAddress(address)));
  } finally {
    clearTimeout(timer);
    await connection.close().catch(() => undefined);
  }
}

/**
 * Translates a driver's error, which is no cause of the answer: its detail may quote a statement.
 */
function translate(error: unknown, at: string): GatewayError {
  const code = errorCodeOf(error);
  if (code === '42501') {
    return new GatewayError(
      'CREDENTIALS_REFUSED',
      `credentials.provision: the administrator at ${at} may not create roles or grant what ` +
        'an account needs. Use an account with CREATEROLE that owns the tables, or a ' +
        'superuser.',
      {
        details: { refusal: 'PERMISSION_DENIED' },
      },
    );
  }
  if (code !== null && isSqlState(code))
    return new GatewayError(
      'SERVICE_QUERY_FAILED',
      `${at} did not make the account (SQLSTATE ${code}).`,
      { details: { sqlState: code } },
    );
  return new GatewayError(
    'SERVICE_UNREACHABLE',
    `The connection to ${at} was lost while an account was made. Try again.`,
  );
}
