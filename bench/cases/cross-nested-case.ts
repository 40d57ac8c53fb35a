import { PREVIOUS } from '../load/load-messages';
import { ONE_SOURCE, type BenchCase } from './bench-case';
import { rowsOf } from './read-rows';

const KEYS =
  "SELECT arrayStringConcat(groupArray(id), ',') FROM bench.customer " +
  'WHERE id <= 100 FORMAT RawBLOB';
/**
 * Pooled scans with literal keys: passthrough functions with the keys as a scalar subquery were
 * slower.
 */
const ROWS = `
  SELECT c.id AS id, c.name AS name, p.products AS products FROM (SELECT id, name
    FROM bench.customer WHERE id <= 100) AS c
  LEFT JOIN (
    SELECT seller_id, groupArray(CAST((id, name, price),
      'Tuple(id Int32, name String, price Decimal(10, 2))')) AS products
    FROM bench.products WHERE seller_id IN (${PREVIOUS}) GROUP BY seller_id
  ) AS p ON p.seller_id = c.id ORDER BY id FORMAT JSONEachRow`;

/** PostgreSQL and MariaDB. */
export const crossNestedCase: BenchCase = {
  name: 'cross-nested',
  title: '100 customers (PostgreSQL) with their products (MariaDB)',
  target: '<= 1.2 x the time of the limit',
  ordered: true,
  rowCount: () => 100,
  variants: 1,
  ask: () => ({
    gateway: {
      kind: 'graphql',
      query:
        '{ shopCustomer(where: { id: { _lte: 100 } }, orderBy: [{ id: ASC }]) { id name ' +
        'products { id name price } } }',
      rows: rowsOf('shopCustomer'),
    },
    limit: { kind: 'sql', statements: [KEYS, ROWS], settings: { max_threads: '1' } },
    naive: {
      kind: 'graphql',
      query: '{ customers(from: 1, to: 101) { id name products { id name price } } }',
      rows: rowsOf('customers'),
    },
    postgraphile: ONE_SOURCE,
  }),
};
