import type { Sql } from '../../sql/sql';
import type { DescribedTable } from '../../model/remote-table';
import type { ServiceAddress } from '../../model/service';
import type { TopicFeed } from '../../model/topic-feed';
import type { Credentials } from './credentials';
import type { CollectionEntry } from './storage';

/** One table or view of a feed, and the statement that makes it where it is missing. */
export interface FeedObject {
  readonly name: string;
  readonly create: Sql;
}

/**
 * A named collection that feeds need beside the service's own: ClickHouse takes some options from
 * nowhere else.
 */
export interface FeedCollection {
  readonly name: string;
  readonly entries: readonly CollectionEntry[];
}

/** What ClickHouse says of one consumer of a feed, in one row of `listConsumers`. */
export interface FeedConsumer {
  /** The connector table. */
  readonly table: string;
  readonly id: string;
  /** Whether it reaches a broker; null while nothing is known. */
  readonly isReached: boolean | null;
  /** `topic` and `partition` of each partition it was given. */
  readonly partitions: readonly { readonly topic: string; readonly partition: number }[];
  readonly messagesRead: number;
  /** Messages not read yet; null while nothing is known. */
  readonly lag: number | null;
  /** A moment as RFC 3339 in UTC; null when the consumer has never asked for messages. */
  readonly lastPollAt: string | null;
  readonly lastCommitAt: string | null;
  readonly lastError: ConsumerError | null;
}

/** Where a message is. Numbers are texts, because they may have 64 bits. */
export interface MessagePlace {
  readonly topic: string;
  readonly partition: string;
  readonly offset: string;
}

/**
 * `text` is ClickHouse's or librdkafka's own, which may quote a message: for administrators only.
 */
export interface ConsumerError {
  readonly at: string;
  readonly text: string;
  /** ClickHouse's exception code; null for an error of the connection. */
  readonly clickhouseCode: number | null;
  /** True where the consumer gets over it by itself. */
  readonly isPassing: boolean;
  /** The message that cannot be parsed; null where the error is about none. */
  readonly message: MessagePlace | null;
}

/**
 * For services whose messages ClickHouse consumes into tables of its own: a feed is a connector
 * table, a table that keeps the rows, and a view between them. All SQL here is ClickHouse's.
 */
export interface TopicFeeds {
  /**
   * Checks feeds as a caller gives them, and completes them.
   * @throws GatewayError INVALID_INPUT that names the field, CLICKHOUSE_FEATURE_MISSING
   */
  read(tables: readonly Readonly<Record<string, unknown>>[]): readonly TopicFeed[];
  /**
   * The table that the data API reads, and the engine that keeps its rows.
   * @throws GatewayError INVALID_INPUT for types and keys that cannot be
   */
  describe(feed: TopicFeed): { readonly table: DescribedTable; readonly engine: string };
  /** Hosts that ClickHouse connects to for the feed alone. */
  hostsOf(feed: TopicFeed): readonly string[];
  /** True when rows kept for one feed can go on being kept for the other. */
  keepsRows(before: TopicFeed, after: TopicFeed): boolean;
  /**
   * Every named collection beside `collection` that these feeds, or ones that are added without
   * credentials, need.
   */
  collections(
    collection: string,
    address: ServiceAddress,
    credentials: Credentials,
    feeds: readonly TopicFeed[],
  ): readonly FeedCollection[];
  /** The named collection that is there for feeds that may be added. */
  spareCollection(collection: string): string;
  /** The named collection that the feed's connector table reads with. */
  collectionOf(collection: string, feed: TopicFeed): string;
  /**
   * CREATE TABLE IF NOT EXISTS `endpoint_events`.`clicks_persisted` (...) ENGINE = MergeTree ...
   *
   * The tables that hold rows, in the database of that name.
   */
  storage(database: string, feed: TopicFeed): readonly FeedObject[];
  /**
   * The connector table, then the views, in the order that they are made and taken away in. While
   * they exist, ClickHouse asks the service.
   */
  consuming(database: string, feed: TopicFeed, comment: string): readonly FeedObject[];
  /** One row for each consumer of a database, for `parseConsumer`. */
  listConsumers(database: string): Sql;
  parseConsumer(row: Readonly<Record<string, unknown>>): FeedConsumer;
  /**
   * Messages that could not be parsed, latest first, in the columns `topic`, `partition`, `offset`,
   * `key`, `rawMessage`, `error` and `readAt`; null where the feed keeps none.
   */
  brokenMessages(database: string, feed: TopicFeed): Sql | null;
}
