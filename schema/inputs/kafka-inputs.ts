import { Field, InputType, Int } from 'type-graphql';
import {
  KafkaAutoOffsetResetEnum,
  KafkaCompressionCodecEnum,
  KafkaDataFormatEnum,
  KafkaDateTimeFormatEnum,
  KafkaErrorModeEnum,
  PersistEngineEnum,
} from '../enums/kafka-enums';
import { ColumnInput } from './remote-table-inputs';

@InputType({ description: 'The ClickHouse table that keeps messages.' })
export class KafkaPersistInput {
  @Field(() => [String], {
    description:
      'The columns that the rows are sorted by: of the message, or `_topic`, `_partition`, ' +
      '`_offset`, `_key`. Not null.',
  })
  orderBy: string[];

  @Field(() => PersistEngineEnum, {
    defaultValue: 'MERGE_TREE',
    description: 'What becomes of rows with equal keys.',
  })
  engine: string;

  @Field(() => [String], {
    nullable: true,
    description:
      'Columns for the engine, 10 at most: the version of REPLACING_MERGE_TREE, the sums of ' +
      'SUMMING_MERGE_TREE, the sign and version of the collapsing ones.',
  })
  engineParams?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'A date or time column that rows expire by, `_timestamp` for one; needs ttlDays.',
  })
  ttlColumn?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Days after which rows expire, 1 to 36500; needs ttlColumn.',
  })
  ttlDays?: number | null;
}

@InputType({ description: 'A table fed by one or more topics.' })
export class KafkaTableInput {
  @Field(() => String, {
    description:
      'The name of the connector table in ClickHouse, 40 characters at most. The rows are in ' +
      'NAME_persisted.',
  })
  name: string;

  @Field(() => [ColumnInput], {
    description:
      'The columns of a message, 1 to 100. Its topic, partition, offset, timestamp and key ' +
      'are added.',
  })
  columns: ColumnInput[];

  @Field(() => [String], {
    description:
      'The topics that are read, 1 to 100. Others that come later are taken for the same ' +
      'feed with updateManagedDatabases.',
  })
  topics: string[];

  @Field(() => KafkaDataFormatEnum, {
    defaultValue: 'JSON_EACH_ROW',
    description: 'The format of the messages.',
  })
  dataFormat: string;

  @Field(() => String, {
    defaultValue: 'clickhouse',
    description:
      'The consumer group. Give each table its own: tables that share one disturb each other ' +
      'whenever one of them joins or stands still.',
  })
  groupName: string;

  @Field(() => KafkaAutoOffsetResetEnum, {
    defaultValue: 'EARLIEST',
    description: 'Where a group without a committed offset begins.',
  })
  autoOffsetReset: string;

  @Field(() => KafkaErrorModeEnum, {
    defaultValue: 'DEFAULT',
    description: 'What is done with a message that cannot be parsed.',
  })
  handleErrorMode: string;

  @Field(() => Int, {
    defaultValue: 0,
    description: 'How many broken messages of a block are skipped.',
  })
  skipBrokenMessages: number;

  @Field(() => Int, {
    defaultValue: 1,
    description: 'Consumers at once, 1 to 10, no more than the topics have partitions.',
  })
  numConsumers: number;

  @Field(() => Int, {
    defaultValue: 0,
    description: "Messages that are inserted at once, at most; 0: ClickHouse's own default.",
  })
  maxBlockSize: number;

  @Field(() => Int, {
    defaultValue: 0,
    description: "Messages that are polled at once, at most; 0: ClickHouse's own default.",
  })
  pollMaxBatchSize: number;

  @Field(() => String, {
    nullable: true,
    description:
      'AVRO_CONFLUENT: the http or https URL of the schema registry, without credentials.',
  })
  schemaRegistryUrl?: string | null;

  @Field(() => Int, {
    defaultValue: 0,
    description:
      'Where to begin, in milliseconds before now. No version of ClickHouse has it yet: ' +
      'anything but 0 is refused.',
  })
  autoOffsetResetByDurationMs: number;

  @Field(() => KafkaDateTimeFormatEnum, {
    defaultValue: 'BASIC',
    description: 'How dates and times in text are read.',
  })
  dateTimeInputFormat: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether each consumer has a thread of its own, and inserts by itself.',
  })
  threadPerConsumer: boolean;

  @Field(() => Int, {
    defaultValue: 1,
    description: 'Rows that are written to a topic as one message, at most.',
  })
  maxRowsPerMessage: number;

  @Field(() => Int, {
    defaultValue: 0,
    description:
      "How long one poll waits for messages, up to 30000; 0: ClickHouse's own default, 500.",
  })
  pollMaxTimeoutMs: number;

  @Field(() => Int, {
    defaultValue: 500,
    description:
      'How long messages are collected before they are inserted, 100 to 60000. Longer makes ' +
      'fewer, larger inserts.',
  })
  flushIntervalMs: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Writing to a topic: bytes of a batch, at most.',
  })
  producerBatchSize?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Writing to a topic: messages of a batch, at most.',
  })
  producerBatchNumMessages?: number | null;

  @Field(() => KafkaCompressionCodecEnum, {
    defaultValue: 'NONE',
    description: 'Writing to a topic: how messages are compressed.',
  })
  producerCompressionCodec: string;

  @Field(() => Int, {
    defaultValue: -1,
    description: 'Writing to a topic: the level of the codec; -1: its own default.',
  })
  producerCompressionLevel: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Writing to a topic: how long messages wait for others.',
  })
  producerLingerMs?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Writing to a topic: messages that wait, at most.',
  })
  producerQueueBufferingMaxMessages?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Writing to a topic: kilobytes that wait, at most.',
  })
  producerQueueBufferingMaxKbytes?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Writing to a topic: replicas that must have a message; -1: all that are in sync.',
  })
  producerRequestRequiredAcks?: number | null;

  @Field(() => KafkaPersistInput, {
    nullable: true,
    description:
      'Where the messages are kept so that they can be queried; left out: a MergeTree ' +
      'ordered by topic, partition and offset.',
  })
  persist?: KafkaPersistInput | null;
}
