import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType()
export class Order {
  @Field(() => Int)
  id: number;

  @Field(() => String)
  amount: string;

  @Field(() => String)
  placed: string;
}

@ObjectType()
export class Product {
  @Field(() => Int)
  id: number;

  @Field(() => String)
  name: string;

  @Field(() => String)
  price: string;
}

/** Its `orders` and `products` are fields of customer-resolver.ts. */
@ObjectType()
export class Customer {
  @Field(() => Int)
  id: number;

  @Field(() => String)
  name: string;

  @Field(() => String)
  city: string;

  @Field(() => String)
  created: string;
}

@ObjectType()
export class CityCount {
  @Field(() => String)
  city: string;

  @Field(() => Int)
  customers: number;
}

@ObjectType()
export class CityAmount {
  @Field(() => String)
  city: string;

  @Field(() => String)
  amount: string;
}
