import type { BenchCase } from './bench-case';
import { rowsOf } from './read-rows';

/**
 * Two tables of one service. PostgreSQL prints the JSON for the limit: two scans and a join in
 * ClickHouse are slower.
 */
export const nestedCase: BenchCase = {
  name: 'nested',
  title: '100 customers with their orders',
  target: '>= PostGraphile',
  ordered: true,
  rowCount: () => 100,
  variants: 1,
  ask: () => ({
    gateway: {
      kind: 'graphql',
      query:
        '{ shopCustomer(orderBy: [{ id: ASC }], limit: 100) { id name orders { id amount } } }',
      rows: rowsOf('shopCustomer'),
    },
    limit: {
      kind: 'sql',
      statements: ['SELECT body FROM bench.customers_with_orders FORMAT RawBLOB'],
      settings: { max_threads: '1' },
    },
    naive: {
      kind: 'graphql',
      query: '{ customers(limit: 100) { id name orders { id amount } } }',
      rows: rowsOf('customers'),
    },
    postgraphile: {
      kind: 'graphql',
      query:
        '{ allCustomersList(first: 100, orderBy: [ROW_ID_ASC]) { id: rowId name orders: ' +
        'ordersByCustomerIdList { id: rowId amount } } }',
      rows: rowsOf('allCustomersList'),
    },
  }),
};
