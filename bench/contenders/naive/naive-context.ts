import type { ClickHouseClient } from '@clickhouse/client';
import DataLoader from 'dataloader';
import type { Order, Product } from './object-types';

/** Made for each request. */
export interface NaiveContext {
  readonly clickhouse: ClickHouseClient;
  readonly ordersOf: DataLoader<number, readonly Order[]>;
  readonly productsOf: DataLoader<number, readonly Product[]>;
}

export function createContext(clickhouse: ClickHouseClient): NaiveContext {
  return {
    clickhouse,
    // Not {ids:Array(Int32)}: the engines do not forward a parameter that is an array, and would
    // read the whole table.
    ordersOf: new DataLoader(async (ids) =>
      groupRows(
        ids,
        await readRows<Order & { key: number }>(
          clickhouse,
          'SELECT customer_id AS key, id, amount, placed FROM bench.orders WHERE ' +
            `customer_id IN (${ids.join(', ')})`,
        ),
      ),
    ),
    productsOf: new DataLoader(async (ids) =>
      groupRows(
        ids,
        await readRows<Product & { key: number }>(
          clickhouse,
          'SELECT seller_id AS key, id, name, price FROM bench.products WHERE seller_id IN ' +
            `(${ids.join(', ')})`,
        ),
      ),
    ),
  };
}

export async function readRows<T>(
  clickhouse: ClickHouseClient,
  query: string,
  params: Readonly<Record<string, unknown>> = {},
): Promise<T[]> {
  const answer = await clickhouse.query({ query, query_params: params, format: 'JSONEachRow' });
  return answer.json<T>();
}

function groupRows<T extends { readonly key: number }>(
  keys: readonly number[],
  rows: readonly T[],
): readonly (readonly T[])[] {
  const groups = new Map<number, T[]>();
  for (const row of rows) {
    const group = groups.get(row.key);
    if (group === undefined) groups.set(row.key, [row]);
    else group.push(row);
  }
  return keys.map((key) => groups.get(key) ?? []);
}
