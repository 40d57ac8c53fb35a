import type { RemoteTable } from '../../model/remote-table';
import { requiredNames } from '../../model/topic-feed';

/** What must be in ClickHouse for a remote table to be read: its reader, or all that its feed is made of. */
export function requiredReaders({
  reader,
  feed,
}: Pick<RemoteTable, 'reader' | 'feed'>): readonly RemoteTable['reader'][] {
  return feed === undefined
    ? [reader]
    : requiredNames(feed).map((name) => ({ database: reader.database, name }));
}
