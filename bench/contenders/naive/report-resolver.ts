import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { readRows, type NaiveContext } from './naive-context';
import { CityAmount, CityCount, Order } from './object-types';

@Resolver()
export class ReportResolver {
  @Query(() => [Order])
  newestOrders(
    @Arg('limit', () => Int) limit: number,
    @Ctx() { clickhouse }: NaiveContext,
  ): Promise<Order[]> {
    return readRows(
      clickhouse,
      'SELECT id, amount, placed FROM bench.orders ORDER BY placed DESC, id DESC LIMIT ' +
        '{limit:Int32}',
      { limit },
    );
  }

  @Query(() => [CityCount])
  customersByCity(@Ctx() { clickhouse }: NaiveContext): Promise<CityCount[]> {
    return readRows(
      clickhouse,
      'SELECT city, count() AS customers FROM bench.customer GROUP BY city',
    );
  }

  @Query(() => [CityAmount])
  salesByCity(@Ctx() { clickhouse }: NaiveContext): Promise<CityAmount[]> {
    return readRows(
      clickhouse,
      `
      SELECT c.city AS city, sum(s.amount) AS amount
      FROM bench.sales AS s JOIN bench.customer AS c ON c.id = s.customer_id GROUP BY city`,
    );
  }
}
