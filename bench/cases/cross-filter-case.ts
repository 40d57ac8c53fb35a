import { timeOfLastEvents } from '../data/fill-clickhouse';
import { PREVIOUS } from '../load/load-messages';
import { ONE_SOURCE, type BenchCase } from './bench-case';
import { rowsOf } from './read-rows';

/** Every tenth of them is a refund. */
const LAST_EVENTS = 5_000;

/**
 * ClickHouse and PostgreSQL. The limit asks for the keys first, which PostgreSQL then finds by its
 * index.
 */
export const crossFilterCase: BenchCase = {
  name: 'cross-filter',
  title: 'first 10 by name of the customers (PostgreSQL) with a recent refund (ClickHouse)',
  target: '<= 1.2 x the time of the limit, >= 20 x naive',
  ordered: true,
  rowCount: () => 10,
  variants: 1,
  ask: (_variant, size) => {
    const since = timeOfLastEvents(size, LAST_EVENTS);
    return {
      gateway: {
        kind: 'graphql',
        variables: { since },
        rows: rowsOf('shopCustomer'),
        query:
          'query Refunded($since: DateTime!) { shopCustomer(where: { events: { kind: { _eq: ' +
          '"refund" }, at: { _gte: $since } } }, orderBy: [{ name: ASC }], limit: 10) { id ' +
          'name city } }',
      },
      limit: {
        kind: 'sql',
        settings: { max_threads: '1' },
        statements: [
          `SELECT arrayStringConcat(groupUniqArray(customer_id), ',') FROM bench.events ` +
            `WHERE kind = 'refund' AND at >= parseDateTimeBestEffort('${since}') FORMAT ` +
            'RawBLOB',
          `SELECT id, name, city FROM bench.customer WHERE id IN (${PREVIOUS}) ORDER BY ` +
            'name, id LIMIT 10 FORMAT JSONEachRow',
        ],
      },
      naive: {
        kind: 'graphql',
        query:
          'query Refunded($since: DateTimeISO!) { refundedCustomers(since: $since, limit: ' +
          '10) { id name city } }',
        variables: { since },
        rows: rowsOf('refundedCustomers'),
      },
      postgraphile: ONE_SOURCE,
    };
  },
};
