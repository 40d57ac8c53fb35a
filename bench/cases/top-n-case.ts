import type { BenchCase } from './bench-case';
import { rowsOf } from './read-rows';

/** The newest orders, from an index that PostgreSQL has for it. */
export const topNCase: BenchCase = {
  name: 'top-n',
  title: 'the 10 newest of all orders',
  target: '>= PostGraphile',
  ordered: true,
  rowCount: () => 10,
  variants: 1,
  ask: () => ({
    gateway: {
      kind: 'graphql',
      query: '{ shopOrders(orderBy: [{ placed: DESC }], limit: 10) { id amount placed } }',
      rows: rowsOf('shopOrders'),
    },
    limit: {
      kind: 'sql',
      statements: ['SELECT id, amount, placed FROM bench.top_orders FORMAT JSONEachRow'],
      settings: { max_threads: '1' },
    },
    naive: {
      kind: 'graphql',
      query: '{ newestOrders(limit: 10) { id amount placed } }',
      rows: rowsOf('newestOrders'),
    },
    postgraphile: {
      kind: 'graphql',
      query:
        '{ allOrdersList(first: 10, orderBy: [PLACED_DESC, ROW_ID_DESC]) { id: rowId amount ' +
        'placed } }',
      rows: rowsOf('allOrdersList'),
    },
  }),
};
