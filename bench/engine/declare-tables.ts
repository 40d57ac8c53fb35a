import type { ClickHouse } from '../../src/clickhouse/clickhouse';
import { clickhouseString } from '../../src/sql/clickhouse-quoting';
import { sql, type Sql } from '../../src/sql/sql';
import { sqlNumber } from '../data/sql-number';
import type { Login, Sources } from '../sources/start-sources';

/**
 * The sources as tables of ClickHouse, as somebody declares them who knows the engines and the
 * data.
 */
export async function declareTables(clickhouse: ClickHouse, sources: Sources): Promise<void> {
  for (const statement of [...collections(sources), ...shopTables(), ...otherTables()])
    await clickhouse.run(statement);
}

function collections({ shop, catalogue, stream, lake }: Sources): readonly Sql[] {
  const login = ({ host, port, database, username, password }: Login): Sql =>
    sql`host = ${clickhouseString(host)}, port = ${sqlNumber(port)},
      database = ${clickhouseString(database)}, user = ${clickhouseString(username)},
      password = ${clickhouseString(password)}`;
  return [
    sql`CREATE NAMED COLLECTION shop AS ${login(shop)}`,
    sql`CREATE NAMED COLLECTION catalogue AS ${login(catalogue)}`,
    sql`CREATE NAMED COLLECTION stream AS ${login(stream)}`,
    sql`CREATE NAMED COLLECTION lake AS url = ${clickhouseString(lake.url)},
      access_key_id = ${clickhouseString(lake.accessKeyId)},
      secret_access_key = ${clickhouseString(lake.secretAccessKey)}`,
    sql`CREATE DATABASE bench`,
  ];
}

/**
 * `top_orders`, `customers_by_city` and `customers_with_orders` run whole queries in PostgreSQL
 * over pooled connections.
 */
function shopTables(): readonly Sql[] {
  const pool = sql`SETTINGS postgresql_connection_pool_size = 16`;
  const passthrough = (query: Sql): Sql =>
    sql`ENGINE = PostgreSQL(shop, query = ${clickhouseString(query.text)}) ${pool}`;
  return [
    sql`CREATE TABLE bench.customer
      (id Int32, name String, city String, created DateTime64(6, 'UTC'))
      ENGINE = PostgreSQL(shop, table = 'customer') ${pool}`,
    sql`CREATE TABLE bench.orders
      (id Int32, customer_id Int32, amount Decimal(12, 2), status String,
        placed DateTime64(6, 'UTC'))
      ENGINE = PostgreSQL(shop, table = 'orders') ${pool}`,
    sql`CREATE TABLE bench.top_orders (id Int32, amount Decimal(12, 2), placed DateTime64(6, 'UTC'))
      ${passthrough(sql`
      SELECT id, amount, placed FROM orders ORDER BY placed DESC, id DESC LIMIT 10`)}`,
    sql`CREATE TABLE bench.customers_by_city (city String, customers Int64)
      ${passthrough(sql`SELECT city, count(*) AS customers FROM customer GROUP BY city`)}`,
    sql`CREATE TABLE bench.customers_with_orders (body String) ${passthrough(sql`
      SELECT json_agg(
        json_build_object('id', c.id, 'name', c.name, 'orders', coalesce(o.list, '[]'::json))
        ORDER BY c.id)::text AS body
      FROM (SELECT id, name FROM customer ORDER BY id LIMIT 100) c
      LEFT JOIN LATERAL (
        SELECT json_agg(json_build_object('id', id, 'amount', amount::text)) AS list
        FROM orders WHERE customer_id = c.id) o ON true`)}`,
  ];
}

function otherTables(): readonly Sql[] {
  return [
    sql`CREATE TABLE bench.products (id Int32, name String, price Decimal(10, 2), seller_id Int32)
      ENGINE = MySQL(catalogue, table = 'products') SETTINGS connection_pool_size = 16`,
    sql`CREATE TABLE bench.events
      (id UInt64, customer_id Int32, kind LowCardinality(String), value Int32, at DateTime('UTC'))
      ENGINE = Remote(stream, table = 'events')`,
    sql`CREATE TABLE bench.sales
      (customer_id Int32, amount Decimal(12, 2), quantity Int32, sold Date32)
      ENGINE = S3(lake, filename = 'sales/*.parquet', format = 'Parquet')`,
  ];
}
