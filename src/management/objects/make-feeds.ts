import type { TopicFeeds } from '../../connectors/contract/topic-feeds';
import type { Integration } from '../../model/integration';
import type { TopicFeed } from '../../model/topic-feed';
import { GatewayError } from '../../errors/gateway-error';
import { forEachBounded } from '../../util/for-each-bounded';
import { connectorOf, serviceOf } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import { DDL_CONCURRENCY } from './drop-and-wait';
import { dropFeed } from './drop-feeds';
import { READER_COMMENT } from './reader-table';

/**
 * ClickHouse's code for an engine argument that it does not take, such as the mode of a dead letter
 * queue that it lacks.
 */
const BAD_ARGUMENTS = 36;

/**
 * Makes what is missing of the feeds of an integration. `rebuild` makes everything anew but the
 * tables that keep rows. May be repeated; the service need not answer.
 */
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

/**
 * Makes one feed where it is missing: the tables that hold rows first, then what fills them.
 * @throws GatewayError CLICKHOUSE_FEATURE_MISSING where ClickHouse has no dead letter queue
 */
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
      'This ClickHouse has no dead letter queue. Its operator configures one with ' +
        '<dead_letter_queue> (25.8 or newer); or use handleErrorMode STREAM.',
      { details: { needs: 'dead_letter_queue' }, cause: error },
    );
  }
}
