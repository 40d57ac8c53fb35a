import { GatewayError } from '../../../errors/gateway-error';
import type { DescribedColumn, DescribedTable } from '../../../model/remote-table';
import { PERSIST_ENGINES, type TopicFeed } from '../../../model/topic-feed';
import { declareColumn } from '../../clickhouse-columns/declare-column';
import { KEPT_COLUMNS } from './kept-columns';

/**
 * The table that keeps what a feed reads.
 * @throws GatewayError INVALID_INPUT for a type that is none, and for a key or a time to live that
 * cannot be
 */
export function describeFeed(feed: TopicFeed): {
  readonly table: DescribedTable;
  readonly engine: string;
} {
  const columns: readonly DescribedColumn[] = [
    ...feed.columns.map(({ name, type }) => declareColumn(name, type)),
    ...KEPT_COLUMNS.map(({ name, type, description }) => ({
      ...declareColumn(name, type),
      description,
    })),
  ];
  assertStorage(feed, columns);
  const table: DescribedTable = {
    remote: { database: '', schema: '', table: feed.name },
    kind: 'TOPIC',
    description: `Messages of ${feed.topics.join(', ')}.`,
    columns,
    primaryKey: primaryKeyOf(feed),
    uniqueKeys: [],
    foreignKeys: [],
    rowEstimate: null,
  };
  return { table, engine: PERSIST_ENGINES[feed.storage.engine] };
}

/**
 * MergeTree keeps what it gets, also twice: a message may hold several rows, and may be read again
 * after a failure. The other engines keep one row of each key, and are read with FINAL.
 */
function primaryKeyOf({ storage: { engine, orderBy } }: TopicFeed): readonly string[] {
  return engine === 'REPLACING_MERGE_TREE' ||
    engine === 'SUMMING_MERGE_TREE' ||
    engine === 'AGGREGATING_MERGE_TREE'
    ? orderBy
    : [];
}

function assertStorage({ name, storage }: TopicFeed, columns: readonly DescribedColumn[]): void {
  const find = (wanted: string): DescribedColumn | undefined =>
    columns.find((column) => column.name === wanted);
  const refuse = (field: string, problem: string): never => {
    throw new GatewayError('INVALID_INPUT', `persist.${field} of the table "${name}" ${problem}.`);
  };
  for (const column of storage.orderBy.map(find)) {
    if (column?.nullable === true)
      refuse('orderBy', `names "${column.name}", which may be null: a sorting key must not be`);
    if (column?.scalar === 'JSON' || column?.list === true)
      refuse(
        'orderBy',
        `names "${column.name}", which is a list or a structure: a sorting key must not be`,
      );
  }
  const ttl = storage.ttlColumn === null ? undefined : find(storage.ttlColumn);
  if (ttl !== undefined && (ttl.list || !/^(Nullable\()?Date/.test(ttl.clickhouseType)))
    refuse('ttlColumn', `names "${ttl.name}", which is no date or time`);
}
