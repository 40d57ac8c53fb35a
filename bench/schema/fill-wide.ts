import { Client } from 'pg';
import { postgresqlIdentifier } from '../../src/sql/postgresql-quoting';
import { Sql, sql } from '../../src/sql/sql';
import type { Login } from '../sources/start-sources';

const COLUMNS = 20;

/** A database with many empty tables of 20 columns, in the server of the shop. */
export async function fillWide(shop: Login, tables: number, database: string): Promise<Login> {
  await run(shop, sql`CREATE DATABASE ${postgresqlIdentifier(database)}`);
  const wide = { ...shop, database };
  const columns = Array.from(
    { length: COLUMNS - 1 },
    (_, index) =>
      `, column_${index + 1} ` +
      `${['integer', 'text', 'numeric(12,2)', 'timestamptz'][index % 4] ?? ''}`,
  ).join('');
  const statements = Array.from(
    { length: tables },
    (_, index) => `CREATE TABLE table_${index + 1} (id integer PRIMARY KEY${columns})`,
  );
  // One message is one transaction, which would have more locks than a server has by default.
  for (let from = 0; from < tables; from += 1_000)
    await run(wide, Sql.dangerouslyFromText(statements.slice(from, from + 1_000).join(';')));
  return wide;
}

async function run({ username, ...where }: Login, statements: Sql): Promise<void> {
  const client = new Client({ ...where, user: username });
  await client.connect();
  try {
    await client.query(statements.text);
  } finally {
    await client.end();
  }
}
