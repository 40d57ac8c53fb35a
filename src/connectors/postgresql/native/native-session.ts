import type { Client } from 'pg';
import { GatewayError } from '../../../errors/gateway-error';
import type { ServiceAddress } from '../../../model/service';
import { postgresqlString } from '../../../sql/postgresql-quoting';
import { sql, type Sql } from '../../../sql/sql';
import type { NativeSession } from '../../contract/catalog';
import type { Credentials } from '../../contract/credentials';
import { parsePostgresqlAddress } from './address';
import { connectNatively, type NativeConnection } from './connect-natively';
import { readLogin } from './login';
import { translateQueryError } from './translate-query-error';

type Connected = Extract<NativeConnection, { kind: 'connected' }>;

/**
 * Opens a session in which statements read only and end, by the server's clock, after `timeoutMs`.
 * @throws GatewayError CREDENTIALS_REFUSED with `details.refusal`
 */
export async function openNativeSession(
  address: ServiceAddress,
  credentials: Credentials,
  database: string,
  timeoutMs: number,
): Promise<NativeSession> {
  const target = {
    address: parsePostgresqlAddress(address),
    login: readLogin(credentials),
    database,
  };
  const connection = await connectNatively(target, timeoutMs);
  if (connection.kind === 'refused') {
    throw new GatewayError('CREDENTIALS_REFUSED', connection.message, {
      details: { refusal: connection.refusal },
    });
  }
  return { read: (query) => read(connection, query, timeoutMs), close: () => connection.close() };
}

/**
 * Reads in a transaction of its own for each statement, without session settings: connection
 * poolers in front of PostgreSQL keep neither.
 */
async function read(
  { client, abandon }: Connected,
  query: Sql,
  timeoutMs: number,
): Promise<string> {
  // The driver waits a second longer than the server's own limit, for a server that does not answer
  // at all.
  const timer = setTimeout(abandon, timeoutMs + 1_000);
  try {
    await client.query(sql`BEGIN READ ONLY`.text);
    // SET LOCAL statement_timeout = '5000'
    await client.query(
      sql`SET LOCAL statement_timeout = ${postgresqlString(String(Math.ceil(timeoutMs)))}`.text,
    );
    const value = await readOnlyValue(client, query);
    await client.query(sql`COMMIT`.text);
    return value;
  } catch (error) {
    // On a connection that is lost, ROLLBACK fails too, and the first error is the one to tell.
    await client.query(sql`ROLLBACK`.text).catch(() => undefined);
    throw translateQueryError(error);
  } finally {
    clearTimeout(timer);
  }
}

async function readOnlyValue(client: Client, query: Sql): Promise<string> {
  const { rows } = await client.query<unknown[]>({ text: query.text, rowMode: 'array' });
  const value = rows[0]?.[0];
  if (rows.length === 1 && typeof value === 'string') return value;
  throw new GatewayError('INTERNAL', 'A catalog statement must answer one row with one text.');
}
