import type { Connector } from '../../connectors/contract/connector';
import type { TopicFeeds } from '../../connectors/contract/topic-feeds';
import type { Service } from '../../model/service';
import { feedNames, feedTables, type TopicFeed } from '../../model/topic-feed';
import { GatewayError } from '../../errors/gateway-error';
import { hostRefusal, isHostAllowed } from '../access/host-allow-list';
import type { PlacedTable } from '../catalog/name-tables';
import { collectionName } from '../context/collection-name';
import type { ManagementContext } from '../context/management-context';
import { fileNameLength, maxTableNameLength } from '../objects/file-name-length';

/** Feeds as a caller gives them, unchecked. */
export type GivenFeeds = readonly Readonly<Record<string, unknown>>[];

/**
 * The tables that feeds fill, placed in the service's database.
 * @throws GatewayError INVALID_INPUT, HOST_NOT_ALLOWED for a schema registry,
 * CLICKHOUSE_FEATURE_MISSING
 */
export function planFeeds(
  context: ManagementContext,
  service: Service,
  connector: Connector,
  given: GivenFeeds | null,
): readonly (PlacedTable & { readonly feed: TopicFeed })[] {
  const feeds = requireFeeds(connector);
  if (given === null || given.length === 0)
    throw new GatewayError(
      'INVALID_INPUT',
      `tables must name at least one table for a ${connector.identity.type} service.`,
    );
  const database = collectionName(service);
  return feeds.read(given).map((feed) => {
    assertPlace(context, service, feeds, feed);
    const { table, engine } = feeds.describe(feed);
    const name = feedTables(feed).persisted;
    return {
      described: table,
      engine,
      feed,
      database,
      name,
      reader: { database, name },
      fieldName: null,
      namedAfter: feed.name,
    };
  });
}

/** The types of services whose tables are feeds, e.g. `KAFKA`. */
export function feedTypes({ connectors }: ManagementContext): string {
  return [...connectors.values()]
    .filter(({ storage }) => storage.feeds !== undefined)
    .map(({ identity }) => identity.type)
    .join(', ');
}

/** @throws GatewayError INTEGRATION_NOT_SUPPORTED for a type of service without topics */
export function requireFeeds(connector: Connector): TopicFeeds {
  if (connector.storage.feeds !== undefined) return connector.storage.feeds;
  throw new GatewayError(
    'INTEGRATION_NOT_SUPPORTED',
    `${connector.identity.type} services have no topics.`,
  );
}

function assertPlace(
  context: ManagementContext,
  service: Service,
  feeds: TopicFeeds,
  feed: TopicFeed,
): void {
  const maxLength = maxTableNameLength(collectionName(service));
  if (feedNames(feed).some((name) => fileNameLength(name) > maxLength)) {
    throw new GatewayError(
      'INVALID_INPUT',
      `tables: the name "${feed.name}" is too long for a table of ClickHouse.`,
    );
  }
  const host =
    service.location === 'MANAGED'
      ? undefined
      : feeds.hostsOf(feed).find((each) => !isHostAllowed(each, context.settings.allowedHosts));
  if (host !== undefined) throw new GatewayError('HOST_NOT_ALLOWED', hostRefusal(host));
}
