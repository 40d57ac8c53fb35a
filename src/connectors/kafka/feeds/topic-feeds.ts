import type { TopicFeeds } from '../../contract/topic-feeds';
import { brokenMessages } from './broken-messages';
import { listConsumers, parseConsumer } from './consumers';
import { consumingObjects } from './consuming-objects';
import { describeFeed } from './describe-feed';
import { collectionOf, feedCollections, latestCollection } from './feed-collections';
import { keepsRows } from './keeps-rows';
import { readFeeds } from './read-feeds';
import { storageTables } from './storage-tables';

export const kafkaTopicFeeds: TopicFeeds = {
  read: readFeeds,
  describe: describeFeed,
  hostsOf: ({ schemaRegistryUrl }) =>
    schemaRegistryUrl === null ? [] : [new URL(schemaRegistryUrl).hostname],
  keepsRows,
  collections: feedCollections,
  collectionOf,
  spareCollection: latestCollection,
  storage: storageTables,
  consuming: consumingObjects,
  listConsumers,
  parseConsumer,
  brokenMessages,
};
