import type { ServiceAddress } from '../../../model/service';
import { OFFSET_RESETS, type FeedProducer, type TopicFeed } from '../../../model/topic-feed';
import type { Credentials } from '../../contract/credentials';
import type { CollectionEntry } from '../../contract/storage';
import type { FeedCollection } from '../../contract/topic-feeds';
import { collectionEntries } from './collection-entries';

/** The properties of librdkafka for a producer, with `_` for each dot. */
const PRODUCER_KEYS: Readonly<Record<keyof FeedProducer, string>> = {
  batchSize: 'batch_size',
  batchNumMessages: 'batch_num_messages',
  lingerMs: 'linger_ms',
  queueBufferingMaxMessages: 'queue_buffering_max_messages',
  queueBufferingMaxKbytes: 'queue_buffering_max_kbytes',
  requestRequiredAcks: 'request_required_acks',
};

/**
 * The named collection of a feed. ClickHouse takes properties of librdkafka from the named
 * collection as it is stored: `Kafka(nc, kafka.auto_offset_reset = 'latest')` is accepted and has
 * no effect (26.7.2), and no setting of the table says it. So feeds with other options have another
 * collection.
 */
export function collectionOf(collection: string, feed: TopicFeed): string {
  if (producerOptions(feed).length > 0) return `${collection}__feed_${feed.name}`;
  return isLatest(feed) ? latestCollection(collection) : collection;
}

export function latestCollection(collection: string): string {
  return `${collection}__latest`;
}

/**
 * The collections that feeds read with. The collection of LATEST is always among them: later feeds
 * may need it, and then nobody has the secrets at hand to make it.
 */
export function feedCollections(
  collection: string,
  address: ServiceAddress,
  credentials: Credentials,
  feeds: readonly TopicFeed[],
): readonly FeedCollection[] {
  const common = collectionEntries(address, credentials);
  const latest = {
    name: latestCollection(collection),
    entries: [...common, option('auto_offset_reset', 'latest')],
  };
  const own = feeds
    .filter((feed) => producerOptions(feed).length > 0)
    .map((feed) => ({
      name: collectionOf(collection, feed),
      entries: [
        ...common,
        option('auto_offset_reset', OFFSET_RESETS[feed.autoOffsetReset]),
        ...producerOptions(feed),
      ],
    }));
  return [latest, ...own];
}

function isLatest({ autoOffsetReset }: TopicFeed): boolean {
  return autoOffsetReset === 'LATEST' || autoOffsetReset === 'LARGEST' || autoOffsetReset === 'END';
}

function producerOptions({ producer }: TopicFeed): readonly CollectionEntry[] {
  return Object.entries(producer).flatMap(([key, value]) =>
    value === null ? [] : [option(PRODUCER_KEYS[key as keyof FeedProducer], String(value))],
  );
}

function option(key: string, value: string): CollectionEntry {
  return { key: `kafka.${key}`, value, overridable: false };
}
