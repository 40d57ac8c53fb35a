import type { BenchCase } from './bench-case';
import { rowsOf } from './read-rows';

/** One customer by primary key, each time another one. */
export const pointCase: BenchCase = {
  name: 'point',
  title: 'one customer by primary key',
  target: '>= PostGraphile',
  ordered: true,
  rowCount: () => 1,
  variants: 200,
  ask: (variant, size) => {
    const id = 1 + ((variant * 7919) % size.customers);
    return {
      gateway: {
        kind: 'graphql',
        query: 'query Point($id: Int!) { shopCustomerByPk(id: $id) { id name city created } }',
        variables: { id },
        rows: rowsOf('shopCustomerByPk'),
      },
      limit: {
        kind: 'sql',
        statements: [
          `SELECT id, name, city, created FROM bench.customer WHERE id = ${id} FORMAT JSONEachRow`,
        ],
        settings: { max_threads: '1' },
      },
      naive: {
        kind: 'graphql',
        query: 'query Point($id: Int!) { customer(id: $id) { id name city created } }',
        variables: { id },
        rows: rowsOf('customer'),
      },
      postgraphile: {
        kind: 'graphql',
        query:
          'query Point($id: Int!) { customerByRowId(rowId: $id) { id: rowId name city created } }',
        variables: { id },
        rows: rowsOf('customerByRowId'),
      },
    };
  },
};
