import type { BenchCase } from './bench-case';
import { rowsOf } from './read-rows';

/** All of a table in one answer, over one connection. */
export const exportCase: BenchCase = {
  name: 'export',
  title: 'all customers in one answer, 1 connection',
  target: '>= 0.9 x limit, constant memory',
  connections: 1,
  ordered: false,
  rowCount: (size) => size.customers,
  variants: 1,
  ask: () => ({
    gateway: {
      kind: 'graphql',
      query: '{ shopCustomer { id name city created } }',
      rows: rowsOf('shopCustomer'),
    },
    limit: {
      kind: 'sql',
      statements: ['SELECT id, name, city, created FROM bench.customer FORMAT JSONEachRow'],
    },
    naive: {
      kind: 'graphql',
      query: '{ customers { id name city created } }',
      rows: rowsOf('customers'),
    },
    postgraphile: {
      kind: 'graphql',
      query: '{ allCustomersList { id: rowId name city created } }',
      rows: rowsOf('allCustomersList'),
    },
  }),
};
