import type { ConsumerError, FeedConsumer } from '../../connectors/contract/topic-feeds';
import type { Service } from '../../model/service';
import { collectionName } from '../context/collection-name';
import { connectorOf } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';

/** ClickHouse walks through its other databases for this, one of which may wait for a service that hangs. */
const TIMEOUT_MS = 5_000;

/** What ClickHouse tells of its own consumers; the service is not asked. @throws GatewayError SERVICE_TIMEOUT */
export async function readFeedConsumers(
  context: ManagementContext,
  service: Service,
  timeoutMs = TIMEOUT_MS,
): Promise<readonly FeedConsumer[]> {
  const { feeds } = connectorOf(context, service).storage;
  if (feeds === undefined) return [];
  const rows = await context.clickhouse.rows<Record<string, unknown>>(
    feeds.listConsumers(collectionName(service)),
    { timeoutMs },
  );
  return rows.map((row) => feeds.parseConsumer(row));
}

/** Null while nothing is known. */
export function lagOf(consumers: readonly FeedConsumer[]): number | null {
  const known = consumers.flatMap(({ lag }) => lag ?? []);
  return known.length === 0 ? null : known.reduce((sum, lag) => sum + lag, 0);
}

export function lastErrorOf(consumers: readonly FeedConsumer[]): ConsumerError | null {
  return (
    consumers
      .flatMap(({ lastError }) => lastError ?? [])
      .toSorted((a, b) => (a.at < b.at ? 1 : -1))[0] ?? null
  );
}
