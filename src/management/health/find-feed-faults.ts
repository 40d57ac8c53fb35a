import type { FeedConsumer } from '../../connectors/contract/topic-feeds';
import type { FaultSide, Integration } from '../../model/integration';
import { GatewayError } from '../../errors/gateway-error';
import { serviceOf } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import { readFeedConsumers } from '../feeds/feed-consumers';
import type { Fault } from './find-faults';

/**
 * Feeds of an integration that stand still, e.g. before a message that cannot be parsed. Says
 * nothing where ClickHouse does not tell in time.
 */
export async function findFeedFaults(
  context: ManagementContext,
  integration: Integration,
  timeoutMs: number,
): Promise<readonly Fault[]> {
  const feeds = context.registry
    .current()
    .tablesOfIntegration(integration.id)
    .flatMap(({ feed }) => feed?.name ?? []);
  if (feeds.length === 0) return [];
  const service = serviceOf(context, integration);
  const consumers = await readFeedConsumers(context, service, timeoutMs).catch((error: unknown) => {
    if (error instanceof GatewayError && error.code === 'SERVICE_TIMEOUT') return [];
    throw error;
  });
  return feeds.flatMap((name) => {
    const blocked = consumers.find((consumer) => consumer.table === name && isBlocked(consumer));
    return blocked === undefined
      ? []
      : [{ code: 'FEED_BLOCKED', message: describe(name, blocked), likelyCause: sideOf(blocked) }];
  });
}

/**
 * Whether the last error of a consumer is ClickHouse's, not the connection's, and nothing was read
 * since.
 */
function isBlocked({ lastError, lastCommitAt }: FeedConsumer): boolean {
  if (lastError === null || lastError.clickhouseCode === null || lastError.isPassing) return false;
  // ClickHouse tells whole seconds: a commit in the second of the error counts as the earlier one.
  return lastCommitAt === null || lastError.at >= lastCommitAt;
}

function sideOf({ lastError }: FeedConsumer): FaultSide {
  return (lastError?.message ?? null) === null ? 'CLICKHOUSE' : 'SERVICE';
}

/** The message leaves ClickHouse's own text out, which quotes the message of the topic. */
function describe(name: string, { lastError }: FeedConsumer): string {
  const code = lastError?.clickhouseCode ?? 0;
  const message = lastError?.message ?? null;
  if (message === null)
    return (
      `The feed "${name}" stands still: ClickHouse fails to write what it read (code ${code}). ` +
      '`feed { lastError }` of its remote table tells why.'
    );
  const { topic, partition, offset } = message;
  return (
    `The feed "${name}" stands still before a message that cannot be parsed: topic ${topic}, ` +
    `partition ${partition}, offset ${offset} (ClickHouse code ${code}). Correct dataFormat or ` +
    'columns, raise skipBrokenMessages, or use handleErrorMode STREAM, with ' +
    'updateManagedDatabases.'
  );
}
