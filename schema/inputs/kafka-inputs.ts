import { Field, InputType, Int } from 'type-graphql';
import { KafkaAutoOffsetResetEnum, KafkaDataFormatEnum, KafkaErrorModeEnum, PersistEngineEnum } from '../enums/kafka-enums';
import { ColumnInput } from './remote-table-inputs';

@InputType({ description: 'The ClickHouse table that keeps messages.' })
export class KafkaPersistInput {
  @Field(() => [String], { description: 'The columns that the rows are sorted by.' })
  orderBy: string[];

  @Field(() => PersistEngineEnum, { defaultValue: 'MERGE_TREE', description: 'What becomes of rows with equal keys.' })
  engine: string;

  @Field(() => String, { nullable: true, description: 'A date or time column that rows expire by.' })
  ttlColumn?: string | null;

  @Field(() => Int, { nullable: true, description: 'Days after which rows expire; needs ttlColumn.' })
  ttlDays?: number | null;
}

@InputType({ description: 'A table fed by one or more topics.' })
export class KafkaTableInput {
  @Field(() => String, { description: 'Its name in ClickHouse.' })
  name: string;

  @Field(() => [ColumnInput], { description: 'The columns of a message.' })
  columns: ColumnInput[];

  @Field(() => [String], { description: 'The topics that are read.' })
  topics: string[];

  @Field(() => KafkaDataFormatEnum, { defaultValue: 'JSON_EACH_ROW', description: 'The format of the messages.' })
  dataFormat: string;

  @Field(() => String, { defaultValue: 'clickhouse', description: 'The consumer group.' })
  groupName: string;

  @Field(() => KafkaAutoOffsetResetEnum, { defaultValue: 'EARLIEST', description: 'Where a group without a committed offset begins.' })
  autoOffsetReset: string;

  @Field(() => KafkaErrorModeEnum, { defaultValue: 'DEFAULT', description: 'What is done with a message that cannot be parsed.' })
  handleErrorMode: string;

  @Field(() => Int, { defaultValue: 0, description: 'How many broken messages of a block are skipped.' })
  skipBrokenMessages: number;

  @Field(() => Int, { defaultValue: 1, description: 'Consumers at once, no more than the topics have partitions.' })
  numConsumers: number;

  @Field(() => Int, { defaultValue: 0, description: "Messages that are inserted at once, at most; 0: ClickHouse's own default." })
  maxBlockSize: number;

  @Field(() => Int, { defaultValue: 0, description: "Messages that are polled at once, at most; 0: ClickHouse's own default." })
  pollMaxBatchSize: number;

  @Field(() => KafkaPersistInput, {
    nullable: true, description: 'Where the messages are kept so that they can be queried; left out: a MergeTree ordered by topic, partition and offset.',
  })
  persist?: KafkaPersistInput | null;
}
