import type { TopicFeeds } from '../../connectors/contract/topic-feeds';
import { GatewayError } from '../../errors/gateway-error';
import type { Integration } from '../../model/integration';
import type { TopicFeed } from '../../model/topic-feed';
import { forEachBounded } from '../../util/for-each-bounded';
import { connectorOf, serviceOf } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import { DDL_CONCURRENCY, READER_COMMENT } from './reader-table';
import { dropFeed } from './drop-feeds';

/** Takes a table that another ClickHouse has, and this one lacks, for what it is: `CREATE TABLE` answers it for a dead letter queue. */
const BAD_ARGUMENTS = 36;

/** Makes what is missing of the feeds of an integration. `rebuild` makes all but the rows that are kept anew. May be repeated; the service need not answer. */
export async function makeFeeds(
  context: ManagementContext,
  integration: Integration,
  { rebuild }: { readonly rebuild: boolean },
): Promise<void> {
  const { feeds } = connectorOf(context, serviceOf(context, integration)).storage;
  if (feeds === undefined) return;
  await forEachBounded(
    context.registry.current().tablesOfIntegration(integration.id),
    DDL_CONCURRENCY,
    async ({ feed, readerStale }) => {
      if (feed === undefined) return;
      if (rebuild || readerStale === true)
        await dropFeed(context, integration.namedCollection, feed);
      await makeFeed(context, feeds, integration.namedCollection, feed);
    },
  );
}

/** The tables that hold rows first, then what fills them. */
export async function makeFeed(
  context: ManagementContext,
  feeds: TopicFeeds,
  database: string,
  feed: TopicFeed,
): Promise<void> {
  for (const { create } of feeds.storage(database, feed)) await context.clickhouse.run(create);
  try {
    for (const { create } of feeds.consuming(database, feed, READER_COMMENT))
      await context.clickhouse.run(create);
  } catch (error) {
    const isRefused =
      error instanceof GatewayError && error.details['clickhouseCode'] === BAD_ARGUMENTS;
    if (!isRefused || feed.handleErrorMode !== 'DEAD_LETTER_QUEUE') throw error;
    throw new GatewayError(
      'CLICKHOUSE_FEATURE_MISSING',
      'This ClickHouse has no dead letter queue. Its operator configures one with <dead_letter_queue> (25.8 or newer); or use handleErrorMode STREAM.',
      { details: { needs: 'dead_letter_queue' }, cause: error },
    );
  }
}
