import type { BenchCase } from './bench-case';
import { rowsOf } from './read-rows';

/** A list of four columns, each time from another place of the table. */
function listCase(rows: 100 | 1_000 | 10_000, target: string): BenchCase {
  return {
    name: `list-${rows}`,
    title: `${rows.toLocaleString('en')} customers, 4 columns`,
    target,
    ordered: false,
    rowCount: () => rows,
    variants: 16,
    ask: (variant, size) => {
      const from = 1 + ((variant * 15_485_863) % (size.customers - rows));
      const variables = { from, to: from + rows };
      return {
        gateway: {
          kind: 'graphql',
          query:
            'query List($from: Int!, $to: Int!) { shopCustomer(where: { id: { _gte: $from, ' +
            '_lt: $to } }) { id name city created } }',
          variables,
          rows: rowsOf('shopCustomer'),
        },
        limit: {
          kind: 'sql',
          statements: [
            `SELECT id, name, city, created FROM bench.customer WHERE id >= ${from} AND id ` +
              `< ${from + rows} FORMAT JSONEachRow`,
          ],
          settings: { max_threads: '1' },
        },
        naive: {
          kind: 'graphql',
          query:
            'query List($from: Int!, $to: Int!) { customers(from: $from, to: $to) { id name ' +
            'city created } }',
          variables,
          rows: rowsOf('customers'),
        },
        postgraphile: {
          kind: 'graphql',
          query:
            'query List($from: Int!, $to: Int!) { allCustomersList(filter: { rowId: { ' +
            'greaterThanOrEqualTo: $from, lessThan: $to } }) { id: rowId name city created ' +
            '} }',
          variables,
          rows: rowsOf('allCustomersList'),
        },
      };
    },
  };
}

export const listCases: readonly BenchCase[] = [
  listCase(100, '>= PostGraphile, >= 0.9 x limit'),
  listCase(1_000, '>= 5 x PostGraphile, >= 0.9 x limit'),
  listCase(10_000, '>= 10 x PostGraphile, >= 0.95 x limit'),
];
