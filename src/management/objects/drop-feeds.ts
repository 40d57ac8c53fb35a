import type { Integration } from '../../model/integration';
import { feedNames, storageNames, type TopicFeed } from '../../model/topic-feed';
import { forEachBounded } from '../../util/for-each-bounded';
import type { ManagementContext } from '../context/management-context';
import { DDL_CONCURRENCY, dropReaderTable } from './reader-table';

/** Takes away all that consumes topics for an integration; the rows that are kept stay. May be repeated; the service need not answer. */
export async function dropFeeds(
  context: ManagementContext,
  integration: Integration,
): Promise<void> {
  const tables = context.registry.current().tablesOfIntegration(integration.id);
  await forEachBounded(tables, DDL_CONCURRENCY, async ({ feed }) => {
    if (feed !== undefined) await dropFeed(context, integration.namedCollection, feed);
  });
}

/** The connector table goes first: dropping a view that it still fills waits until it has filled it, for up to 10 s (26.7.2). */
export async function dropFeed(
  context: ManagementContext,
  database: string,
  feed: Pick<TopicFeed, 'name'>,
): Promise<void> {
  for (const name of consumingNames(feed)) await dropReaderTable(context, { database, name });
}

/** What can be made again of a feed, in the order that it is taken away in. */
export function consumingNames(feed: Pick<TopicFeed, 'name'>): readonly string[] {
  const kept = storageNames(feed);
  return feedNames(feed).filter((name) => !kept.includes(name));
}
