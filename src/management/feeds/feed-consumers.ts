import type { ConsumerError, FeedConsumer } from '../../connectors/contract/topic-feeds';
import type { Service } from '../../model/service';
import { collectionName } from '../context/collection-name';
import { connectorOf } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';

/**
 * Bounds the look at system.kafka_consumers, for which ClickHouse walks through databases that may
 * wait for a service.
 */
const TIMEOUT_MS = 5_000;

/**
 * What ClickHouse tells of its own consumers; the service is not asked.
 * @throws GatewayError SERVICE_TIMEOUT
 */
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

/** Messages not read yet, of all consumers together; null while nothing is known. */
export function lagOf(consumers: readonly FeedConsumer[]): number | null {
  const known = consumers.flatMap(({ lag }) => lag ?? []);
  return known.length === 0 ? null : known.reduce((sum, lag) => sum + lag, 0);
}

/** The latest failure of any consumer; null when there was none. */
export function lastErrorOf(consumers: readonly FeedConsumer[]): ConsumerError | null {
  return (
    consumers
      .flatMap(({ lastError }) => lastError ?? [])
      .toSorted((a, b) => (a.at < b.at ? 1 : -1))[0] ?? null
  );
}
