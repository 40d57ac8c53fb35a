import { Field, ID, ObjectType } from 'type-graphql';
import { BigIntScalar } from '../../src/graph/scalars/big-int';
import { DateTimeScalar } from '../../src/graph/scalars/date-time';
import { ResidencyEnum } from '../enums/remote-table-enums';
import type { IntegrationObject } from './integration-object';
import { refTo } from './ref';
import type { RelationshipObject } from './relationship-object';
import { RemoteColumnObject } from './remote-column-object';
import type { ServiceObject } from './service-object';
import { TopicFeedObject } from './topic-feed-object';

@ObjectType('RemoteTable', {
  description: 'A table of a service that can be queried in the data API.',
})
export class RemoteTableObject {
  @Field(() => ID, { description: 'A random id that never changes.' })
  id: string;

  @Field(() => refTo('Integration'), { description: 'The integration that exposes it.' })
  integration: IntegrationObject;

  @Field(() => refTo('Service'), { description: 'The service that holds it.' })
  service: ServiceObject;

  @Field(() => String, { description: 'The ClickHouse database where users of ClickHouse see it.' })
  database: string;

  @Field(() => String, { description: 'Its name in that database.' })
  name: string;

  @Field(() => String, { description: 'The ClickHouse table or database engine that reads it.' })
  engine: string;

  @Field(() => ResidencyEnum, { description: 'Where its rows are.' })
  residency: 'REMOTE' | 'PERSISTED';

  @Field(() => TopicFeedObject, {
    nullable: true,
    description: 'What fills it, where its residency is PERSISTED.',
  })
  feed: TopicFeedObject | null;

  @Field(() => String, {
    description:
      'Its root field in the data API; the other fields add ByPk, Aggregate, Groups and ' +
      'Connection.',
  })
  fieldName: string;

  @Field(() => String, { description: 'The GraphQL type of its rows.' })
  typeName: string;

  @Field(() => [RemoteColumnObject], { description: "Its columns, in the service's order." })
  columns: RemoteColumnObject[];

  @Field(() => [String], {
    description: 'The remote names of the key columns, in key order; empty when it has no key.',
  })
  primaryKey: readonly string[];

  @Field(() => [refTo('Relationship')], {
    description: 'The relationships that are fields of its type.',
  })
  relationships: RelationshipObject[];

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Rows by the service's own statistics when it was exposed; null when it had none.",
  })
  rowEstimate: number | null;

  @Field(() => [String], {
    description:
      'What the last refreshRemoteTable changed, one sentence each; empty when nothing did, ' +
      'or when it was never refreshed.',
  })
  changes: readonly string[];

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was last refreshed.' })
  refreshedAt?: string;

  @Field(() => DateTimeScalar, { description: 'When it was exposed.' })
  createdAt: string;
}
