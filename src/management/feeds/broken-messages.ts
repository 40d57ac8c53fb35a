import { joinSql, sql, Sql } from '../../sql/sql';
import type { RemoteTable } from '../../model/remote-table';
import { GatewayError } from '../../errors/gateway-error';
import { connectorOf, serviceOf } from '../context/find-records';
import { ignoreClickHouseCodes } from '../context/ignore-clickhouse-codes';
import type { ManagementContext } from '../context/management-context';

/**
 * A message that could not be parsed. In `rawMessage` and `key`, bytes that are no UTF-8 are
 * replaced.
 */
export interface BrokenMessage {
  readonly topic: string;
  readonly partition: number;
  /** A 64-bit number as text. */
  readonly offset: string;
  readonly key: string;
  readonly rawMessage: string;
  readonly error: string;
  /** When it was read, RFC 3339, UTC. */
  readonly readAt: string;
}

const MAX_LIMIT = 1000;
const UNKNOWN_TABLE = 60;

/** Which messages are asked for: the first ones of one table. */
export interface MessagePage {
  readonly table: RemoteTable;
  readonly limit: number;
}

/** @throws GatewayError INVALID_INPUT */
export function toMessagePage(table: RemoteTable, limit: number): MessagePage {
  if (limit < 0 || limit > MAX_LIMIT)
    throw new GatewayError('INVALID_INPUT', `limit must be 0 to ${MAX_LIMIT}.`);
  return { table, limit };
}

/**
 * The messages that were kept because they could not be parsed, for each page its own, latest
 * first. With the mode DEFAULT there are none.
 */
export async function listBrokenMessages(
  context: ManagementContext,
  pages: readonly MessagePage[],
): Promise<readonly (readonly BrokenMessage[])[]> {
  const sources = pages.map(({ table, limit }, page) => ({
    page,
    limit,
    source: sourceOf(context, table),
    isQueue: table.feed?.handleErrorMode === 'DEAD_LETTER_QUEUE',
  }));
  const asked = [true, false].map((isQueue) => sources.filter((each) => each.isQueue === isQueue));
  const found = (await Promise.all(asked.map((some) => readSources(context, some)))).flat();
  return pages.map((_page, index) =>
    found.filter(({ page }) => page === index).map(({ page: _index, ...message }) => message),
  );
}

interface PagedSource {
  readonly page: number;
  readonly limit: number;
  readonly source: Sql | null;
}

/**
 * SELECT * FROM (SELECT 0 AS page, rowNumberInAllBlocks() AS place, * FROM (...) UNION ALL SELECT 1
 * AS page, ...) ORDER BY page, place
 */
async function readSources(
  context: ManagementContext,
  sources: readonly PagedSource[],
): Promise<readonly (BrokenMessage & { readonly page: number })[]> {
  const parts = sources.flatMap(({ page, limit, source }) => {
    if (source === null) return [];
    return [
      sql`SELECT ${whole(page)} AS page, rowNumberInAllBlocks() AS place, *
        FROM (${source} LIMIT ${whole(limit)})`,
    ];
  });
  if (parts.length === 0) return [];
  let found: readonly (BrokenMessage & { readonly page: number })[] = [];
  let isMissing = true;
  // ClickHouse makes its dead letter queue with the first message that goes there.
  await ignoreClickHouseCodes([UNKNOWN_TABLE], async () => {
    found = await context.clickhouse.rows(
      sql`SELECT * EXCEPT (place) FROM (${joinSql(parts, ' UNION ALL ')}) ORDER BY page, place`,
    );
    isMissing = false;
  });
  return isMissing && sources.length > 1
    ? (await Promise.all(sources.map((source) => readSources(context, [source])))).flat()
    : found;
}

function sourceOf(context: ManagementContext, table: RemoteTable): Sql | null {
  const { feeds } = connectorOf(context, serviceOf(context, table)).storage;
  if (table.feed === undefined || feeds === undefined) return null;
  return feeds.brokenMessages(table.database, table.feed);
}

function whole(number: number): Sql {
  return Sql.dangerouslyFromText(String(number));
}
