import { Field, ObjectType } from 'type-graphql';
import { BigIntScalar } from '../../src/graph/scalars/big-int';
import type { Strategy } from '../../src/planning/plan/planned-statement';
import { StrategyEnum } from '../enums/strategy-enum';

@ObjectType('ExplainedSource', {
  description: 'What a statement would ask of one of several services.',
})
export class ExplainedSourceObject {
  @Field(() => String, { description: 'The service.' })
  service: string;

  @Field(() => StrategyEnum, { description: 'How it is read.' })
  strategy: Strategy;

  @Field(() => [String], { description: 'What it would be asked, in its own SQL.' })
  received: readonly string[];

  @Field(() => [String], {
    description: 'Predicates, orders, limits and joins that it would evaluate.',
  })
  pushed: readonly string[];

  @Field(() => BigIntScalar, {
    nullable: true,
    description: 'Rows that would be pulled from it at most. Null: unknown.',
  })
  estimatedRows: number | null;

  @Field(() => BigIntScalar, { nullable: true, description: 'The same in bytes. Null: unknown.' })
  estimatedBytes: number | null;
}

@ObjectType('ExplainedStatement', {
  description:
    'A statement that would be run. Where it needs keys that other statements find, one ' +
    'made-up key stands in their place.',
})
export class ExplainedStatementObject {
  @Field(() => String, {
    description:
      'The field that it answers, e.g. `shopCustomer`, `shopCustomer.tickets` or ' +
      '`shopCustomer, where tickets`.',
  })
  field: string;

  @Field(() => String, {
    description: 'The service that is asked; of several the one of its rows.',
  })
  service: string;

  @Field(() => StrategyEnum, { description: 'How the service is read.' })
  strategy: Strategy;

  @Field(() => String, { description: 'Why in this way.' })
  why: string;

  @Field(() => String, { description: 'What ClickHouse would be sent.' })
  clickhouse: string;

  @Field(() => [String], { description: 'What the service would be asked, in its own SQL.' })
  received: readonly string[];

  @Field(() => [String], {
    description: 'Predicates, orders, limits and joins that the service would evaluate.',
  })
  pushed: readonly string[];

  @Field(() => [String], { description: 'Those left to ClickHouse, after it has pulled the rows.' })
  remaining: readonly string[];

  @Field(() => [ExplainedSourceObject], {
    nullable: true,
    description: 'Each service that it would read, where they are several; the first is `service`.',
  })
  sources?: readonly ExplainedSourceObject[];

  @Field(() => [String], {
    description:
      'The fields whose statements would find keys for it: these run first, and it is not ' +
      'run when they find none.',
  })
  keysFrom: readonly string[];

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      'Rows that it would pull at most, by statistics, keys and limits; how many another ' +
      'filter leaves is not known. Null: unknown.',
  })
  estimatedRows: number | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      'The same in bytes, as ClickHouse counts them; null also where columns have no fixed width.',
  })
  estimatedBytes: number | null;
}

@ObjectType('ExplainedRefusal', {
  description: 'A root field that would fail before a service is asked.',
})
export class ExplainedRefusalObject {
  @Field(() => String, { description: 'Its response key.' })
  field: string;

  @Field(() => String, { description: 'The code of the error.' })
  code: string;

  @Field(() => String, { description: 'The message of the error.' })
  message: string;
}

@ObjectType('Explanation', { description: 'The plan of an operation that is not run.' })
export class ExplanationObject {
  @Field(() => [ExplainedStatementObject], {
    description:
      'Its statements, in the order in which they would begin. Those that need no keys of ' +
      'each other run at the same time.',
  })
  statements: readonly ExplainedStatementObject[];

  @Field(() => [ExplainedRefusalObject], {
    description: 'Root fields that would be refused; none when all is well.',
  })
  refusals: readonly ExplainedRefusalObject[];
}
