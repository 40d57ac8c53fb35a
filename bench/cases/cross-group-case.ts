import { ONE_SOURCE, type BenchCase } from './bench-case';
import { rowsOf, rowsWith } from './read-rows';

/** Summed up by customer before the join, which halves its work. */
const SQL = `
  SELECT c.city AS city, sum(s.amount) AS amount FROM bench.customer AS c
  JOIN (SELECT customer_id, sum(amount) AS amount FROM bench.sales GROUP BY customer_id) AS s
    ON s.customer_id = c.id
  GROUP BY city FORMAT JSONEachRow`;

/** Parquet in S3, and PostgreSQL. */
export const crossGroupCase: BenchCase = {
  name: 'cross-group',
  title: 'sum of all sales (Parquet in S3) by city of the customer (PostgreSQL)',
  target: '<= 1.2 x the time of the limit',
  ordered: false,
  rowCount: () => 200,
  variants: 1,
  ask: () => ({
    gateway: {
      kind: 'graphql',
      query:
        '{ lakeSalesGroups(by: [{ customer: { column: city } }]) { key { customer { city } ' +
        '} aggregate { amount { _sum } } } }',
      rows: rowsWith('lakeSalesGroups', {
        city: ['key', 'customer', 'city'],
        amount: ['aggregate', 'amount', '_sum'],
      }),
    },
    limit: { kind: 'sql', statements: [SQL] },
    naive: {
      kind: 'graphql',
      query: '{ salesByCity { city amount } }',
      rows: rowsOf('salesByCity'),
    },
    postgraphile: ONE_SOURCE,
  }),
};
