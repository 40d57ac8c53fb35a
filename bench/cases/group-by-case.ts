import type { BenchCase } from './bench-case';
import { rowsOf, rowsWith } from './read-rows';

/** PostGraphile reads a view, which is how its users write aggregates by hand. */
export const groupByCase: BenchCase = {
  name: 'group-by',
  title: 'number of customers by city, over all customers',
  target: "<= 1.2 x the source's own time",
  ordered: false,
  rowCount: () => 200,
  variants: 1,
  sourceStatement: 'SELECT city, count(*) AS customers FROM customer GROUP BY city',
  ask: () => ({
    gateway: {
      kind: 'graphql',
      query: '{ shopCustomerGroups(by: [{ column: city }]) { key { city } aggregate { _count } } }',
      rows: rowsWith('shopCustomerGroups', {
        city: ['key', 'city'],
        customers: ['aggregate', '_count'],
      }),
    },
    limit: {
      kind: 'sql',
      statements: ['SELECT city, customers FROM bench.customers_by_city FORMAT JSONEachRow'],
      settings: { max_threads: '1' },
    },
    naive: {
      kind: 'graphql',
      query: '{ customersByCity { city customers } }',
      rows: rowsOf('customersByCity'),
    },
    postgraphile: {
      kind: 'graphql',
      query: '{ allApiCustomerCitiesList { city customers } }',
      rows: rowsOf('allApiCustomerCitiesList'),
    },
  }),
};
