import { sql, Sql } from '../../src/sql/sql';
import type { MariadbServer } from '../../test/servers/mariadb-server';
import type { DataSize } from './data-size';
import { sqlNumber } from './sql-number';

export const CATALOGUE_DATABASE = 'catalogue';

/** Products, five for each of the first customers, who sell them. */
export async function fillMariadb(server: MariadbServer, size: DataSize): Promise<void> {
  await server.createDatabase(CATALOGUE_DATABASE);
  // https://mariadb.com/kb/en/sequence-storage-engine/: a table of numbers whose name says which.
  const sequence = Sql.dangerouslyFromText(`seq_1_to_${size.products}`);
  await server.execute(
    sql`
    CREATE TABLE products (id int NOT NULL PRIMARY KEY, name varchar(80) NOT NULL,
      price decimal(10,2) NOT NULL, seller_id int NOT NULL, KEY (seller_id));
    INSERT INTO products SELECT seq, concat('Product ', seq), (seq * 7907 % 100000) / 100,
      1 + seq % ${sqlNumber(size.sellers)} FROM ${sequence};
    ANALYZE TABLE products`,
    CATALOGUE_DATABASE,
  );
}
