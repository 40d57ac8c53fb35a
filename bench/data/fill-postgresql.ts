import { sql } from '../../src/sql/sql';
import type { PostgresqlServer } from '../../test/servers/postgresql-server';
import type { DataSize } from './data-size';
import { sqlNumber } from './sql-number';

export const SHOP_DATABASE = 'shop';

/**
 * Customers and orders, the same in every run. `api.customer_city` is the view that a user of
 * PostGraphile writes for the case group-by: PostGraphile groups nothing by itself.
 */
export async function fillPostgresql(server: PostgresqlServer, size: DataSize): Promise<void> {
  await server.createDatabase(SHOP_DATABASE);
  const customers = sqlNumber(size.customers);
  await server.execute(
    sql`
    CREATE TABLE customer (id integer PRIMARY KEY, name text NOT NULL, city text NOT NULL,
      created timestamptz NOT NULL);
    CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer NOT NULL,
      amount numeric(12,2) NOT NULL, status text NOT NULL, placed timestamptz NOT NULL);
    INSERT INTO customer
      SELECT i,
        (ARRAY['Ada','Zoë','Miguel','Siobhán "Sio"','Li','Ngozi','O''Neil','Jürgen'])[1 + i % 8]
          || ' ' || i,
        'City ' || lpad((i::bigint * 7919 % 200)::text, 3, '0'),
        timestamptz '2015-01-01 00:00:00+00' + i * interval '5 minutes 3.125 seconds'
      FROM generate_series(1, ${customers}) AS i;
    INSERT INTO orders
      SELECT i, 1 + (hashint4(i) & 2147483647) % ${customers},
        (i::bigint * 104729 % 1000000) / 100.0, (ARRAY['new','paid','sent','returned'])[1 + i % 4],
        timestamptz '2020-01-01 00:00:00+00'
          + (i::bigint * 7919 % ${customers}) * interval '151 seconds'
      FROM generate_series(1, ${sqlNumber(size.orders)}) AS i`,
    SHOP_DATABASE,
  );
  await server.execute(
    sql`
    ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customer;
    CREATE INDEX ON orders (customer_id);
    CREATE INDEX ON orders (placed, id);
    CREATE SCHEMA api;
    CREATE VIEW api.customer_city AS SELECT city, count(*)::integer AS customers FROM customer
      GROUP BY city`,
    SHOP_DATABASE,
  );
  // Not inside the transaction of the others, which VACUUM refuses.
  await server.execute(sql`VACUUM (ANALYZE)`, SHOP_DATABASE);
}
