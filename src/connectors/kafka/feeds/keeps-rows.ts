import type { TopicFeed } from '../../../model/topic-feed';

/**
 * Whether the rows of a feed may stay where they are when it is changed: while its columns and the
 * table that keeps them are the same. What is read, and how, may change.
 */
export function keepsRows(before: TopicFeed, after: TopicFeed): boolean {
  const kept = ({ columns, storage }: TopicFeed): string =>
    JSON.stringify([
      columns.map(({ name, type }) => [name, type]),
      storage.engine,
      storage.engineParams,
      storage.orderBy,
      storage.ttlColumn,
      storage.ttlDays,
    ]);
  return kept(before) === kept(after);
}
