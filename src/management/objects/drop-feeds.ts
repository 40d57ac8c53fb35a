import type { Integration } from '../../model/integration';
import { feedNames, storageNames, type TopicFeed } from '../../model/topic-feed';
import { forEachBounded } from '../../util/for-each-bounded';
import type { ManagementContext } from '../context/management-context';
import { DDL_CONCURRENCY } from './drop-and-wait';
import { dropReaderTable } from './reader-table';

/**
 * Drops all that consumes topics for an integration; the rows that are kept stay. May be repeated.
 */
export async function dropFeeds(
  context: ManagementContext,
  integration: Integration,
): Promise<void> {
  const tables = context.registry.current().tablesOfIntegration(integration.id);
  await forEachBounded(tables, DDL_CONCURRENCY, async ({ feed }) => {
    if (feed !== undefined) await dropFeed(context, integration.namedCollection, feed);
  });
}

/**
 * Drops what consumes the topics of one feed. The connector table goes first: dropping a view that
 * it still fills waits until it has filled it, for up to 10 s (26.7.2).
 */
export async function dropFeed(
  context: ManagementContext,
  database: string,
  feed: Pick<TopicFeed, 'name'>,
): Promise<void> {
  for (const name of consumingNames(feed)) await dropReaderTable(context, { database, name });
}

/**
 * The tables and views of a feed that hold no rows, and so can be made again, in the order in which
 * they are dropped.
 */
export function consumingNames(feed: Pick<TopicFeed, 'name'>): readonly string[] {
  const kept = storageNames(feed);
  return feedNames(feed).filter((name) => !kept.includes(name));
}
