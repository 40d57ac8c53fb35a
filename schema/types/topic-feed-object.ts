import { Field, Int, ObjectType } from 'type-graphql';
import { BigIntScalar } from '../../src/graph/scalars/big-int';
import { DateTimeScalar } from '../../src/graph/scalars/date-time';
import { KafkaDataFormatEnum, KafkaErrorModeEnum } from '../enums/kafka-enums';

@ObjectType('TopicPartition', { description: 'A partition of a topic.' })
export class TopicPartitionObject {
  @Field(() => String, { description: 'The topic.' })
  topic: string;

  @Field(() => Int, { description: 'The number of the partition.' })
  partition: number;
}

@ObjectType('FeedError', {
  description: "ClickHouse's or its Kafka client's account of a failure. It may quote a message.",
})
export class FeedErrorObject {
  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  at: string;

  @Field(() => String, { description: 'What went wrong.' })
  text: string;

  @Field(() => Int, {
    nullable: true,
    description: "ClickHouse's exception code; null for a failure of the connection.",
  })
  clickhouseCode: number | null;
}

@ObjectType('FeedConsumer', {
  description:
    'One consumer of ClickHouse. Kept by ClickHouse for a minute after it was last used.',
})
export class FeedConsumerObject {
  @Field(() => String, { description: 'Its id in ClickHouse.' })
  id: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it reaches a broker; null while nothing is known.',
  })
  isReached: boolean | null;

  @Field(() => [TopicPartitionObject], { description: 'The partitions that it was given to read.' })
  partitions: readonly TopicPartitionObject[];

  @Field(() => BigIntScalar, { description: 'Messages that it has read since it was made.' })
  messagesRead: number;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      'Messages of its partitions that it has not read yet; null while nothing is known.',
  })
  lag: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it last asked for messages.' })
  lastPollAt: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When what it read was last written and committed.',
  })
  lastCommitAt: string | null;

  @Field(() => FeedErrorObject, {
    nullable: true,
    description: 'Its last failure, which may be overcome; null when it had none.',
  })
  lastError: FeedErrorObject | null;
}

@ObjectType('BrokenMessage', { description: 'A message that could not be parsed.' })
export class BrokenMessageObject {
  @Field(() => String, { description: 'Its topic.' })
  topic: string;

  @Field(() => Int, { description: 'Its partition.' })
  partition: number;

  @Field(() => BigIntScalar, { description: 'Its place in the partition.' })
  offset: string;

  @Field(() => String, { description: 'Its key; empty where it has none.' })
  key: string;

  @Field(() => String, { description: 'The message itself; bytes that are no UTF-8 are replaced.' })
  rawMessage: string;

  @Field(() => String, { description: 'Why it could not be parsed.' })
  error: string;

  @Field(() => DateTimeScalar, { description: 'When it was read.' })
  readAt: string;
}

@ObjectType('TopicFeed', { description: 'What fills a table with messages, and how it is doing.' })
export class TopicFeedObject {
  @Field(() => String, {
    description: 'The connector table in ClickHouse, beside the table that keeps the rows.',
  })
  name: string;

  @Field(() => [String], { description: 'The topics that are read.' })
  topics: readonly string[];

  @Field(() => KafkaDataFormatEnum, { description: 'The format of the messages.' })
  dataFormat: string;

  @Field(() => String, { description: 'The consumer group.' })
  groupName: string;

  @Field(() => KafkaErrorModeEnum, {
    description: 'What is done with a message that cannot be parsed.',
  })
  handleErrorMode: string;

  @Field(() => BigIntScalar, { description: 'Rows that are kept, broken messages included.' })
  keptRows: number;

  @Field(() => [FeedConsumerObject], {
    description:
      "ClickHouse's consumers; none while the integration is paused. Not asked of the service.",
  })
  consumers: readonly FeedConsumerObject[];

  @Field(() => BigIntScalar, {
    nullable: true,
    description: 'Messages not read yet, of all consumers; null while nothing is known.',
  })
  lag: number | null;

  @Field(() => FeedErrorObject, {
    nullable: true,
    description: 'The last failure of any consumer; null when there was none.',
  })
  lastError: FeedErrorObject | null;

  @Field(() => [BrokenMessageObject], {
    description:
      'Messages that could not be parsed, latest first; none with handleErrorMode DEFAULT.',
  })
  brokenMessages: readonly BrokenMessageObject[];
}
