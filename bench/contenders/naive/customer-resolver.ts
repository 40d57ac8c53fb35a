import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { readRows, type NaiveContext } from './naive-context';
import { Customer, Order, Product } from './object-types';

const COLUMNS = 'id, name, city, created';

@Resolver(() => Customer)
export class CustomerResolver {
  @Query(() => Customer, { nullable: true })
  async customer(
    @Arg('id', () => Int) id: number,
    @Ctx() { clickhouse }: NaiveContext,
  ): Promise<Customer | null> {
    const rows = await readRows<Customer>(
      clickhouse,
      `SELECT ${COLUMNS} FROM bench.customer WHERE id = {id:Int32}`,
      { id },
    );
    return rows[0] ?? null;
  }

  @Query(() => [Customer])
  customers(
    @Arg('from', () => Int, { nullable: true }) from: number | null,
    @Arg('to', () => Int, { nullable: true }) to: number | null,
    @Arg('limit', () => Int, { nullable: true }) limit: number | null,
    @Ctx() { clickhouse }: NaiveContext,
  ): Promise<Customer[]> {
    const conditions = [
      ...(from === null || from === undefined ? [] : ['id >= {from:Int32}']),
      ...(to === null || to === undefined ? [] : ['id < {to:Int32}']),
    ];
    const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
    const page = limit === null || limit === undefined ? '' : ' ORDER BY id LIMIT {limit:Int32}';
    return readRows(clickhouse, `SELECT ${COLUMNS} FROM bench.customer${where}${page}`, {
      from,
      to,
      limit,
    });
  }

  @Query(() => [Customer])
  refundedCustomers(
    @Arg('since', () => Date) since: Date,
    @Arg('limit', () => Int) limit: number,
    @Ctx() { clickhouse }: NaiveContext,
  ): Promise<Customer[]> {
    return readRows(
      clickhouse,
      `
      SELECT ${COLUMNS} FROM bench.customer
      WHERE id IN (SELECT customer_id FROM bench.events WHERE kind = 'refund'
        AND at >= {since:DateTime('UTC')})
      ORDER BY name, id LIMIT {limit:Int32}`,
      { since, limit },
    );
  }

  @FieldResolver(() => [Order])
  orders(@Root() customer: Customer, @Ctx() { ordersOf }: NaiveContext): Promise<readonly Order[]> {
    return ordersOf.load(customer.id);
  }

  @FieldResolver(() => [Product])
  products(
    @Root() customer: Customer,
    @Ctx() { productsOf }: NaiveContext,
  ): Promise<readonly Product[]> {
    return productsOf.load(customer.id);
  }
}
