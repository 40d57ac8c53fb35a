import type { Connector } from '../../connectors/contract/connector';
import type { Credentials } from '../../connectors/contract/credentials';
import type { CollectionEntry } from '../../connectors/contract/storage';
import type { FeedCollection } from '../../connectors/contract/topic-feeds';
import { GatewayError } from '../../errors/gateway-error';
import type { Integration } from '../../model/integration';
import type { Service } from '../../model/service';
import type { TopicFeed } from '../../model/topic-feed';
import { clickhouseString } from '../../sql/clickhouse-quoting';
import { sql } from '../../sql/sql';
import { collectionName, probeName } from '../context/collection-name';
import type { ManagementContext } from '../context/management-context';
import {
  alterNamedCollection,
  createNamedCollection,
  dropNamedCollection,
} from './named-collection';

/** Makes or changes the named collections that the feeds of a service need beside its own. */
export async function storeFeedCollections(
  context: ManagementContext,
  service: Service,
  connector: Connector,
  credentials: Credentials,
): Promise<void> {
  const collection = collectionName(service);
  const present = await listFeedCollections(context, collection);
  for (const { name, entries } of neededCollections(
    service,
    connector,
    credentials,
    feedsOf(context, service),
  )) {
    if (present.includes(name)) await alterNamedCollection(context, name, entries);
    else await createNamedCollection(context, name, entries);
  }
}

/**
 * Makes the named collections that added feeds need.
 * @throws GatewayError CREDENTIALS_REQUIRED when there are no credentials to make them with
 */
export async function addFeedCollections(
  context: ManagementContext,
  service: Service,
  connector: Connector,
  credentials: Credentials | null,
  feeds: readonly TopicFeed[],
): Promise<void> {
  const collection = collectionName(service);
  const present = [collection, ...(await listFeedCollections(context, collection))];
  const missing = feeds.filter(
    (feed) =>
      !present.includes(connector.storage.feeds?.collectionOf(collection, feed) ?? collection),
  );
  if (missing.length === 0 && credentials === null) return;
  if (credentials === null) {
    throw new GatewayError(
      'CREDENTIALS_REQUIRED',
      `The table "${missing[0]?.name ?? ''}" has producer options, which ClickHouse keeps ` +
        'beside the credentials. Give `credentials` again with it.',
    );
  }
  for (const { name, entries } of neededCollections(service, connector, credentials, feeds)) {
    if (present.includes(name)) await alterNamedCollection(context, name, entries);
    else await createNamedCollection(context, name, entries);
  }
}

/** Drops the named collections of a service's feeds but those that are needed. */
export async function dropFeedCollections(
  context: ManagementContext,
  collection: string,
  needed: readonly string[],
): Promise<void> {
  for (const name of await listFeedCollections(context, collection))
    if (!needed.includes(name)) await dropNamedCollection(context, name, true);
}

/** Drops the named collections that no feed of a service needs any more. */
export async function dropSpareFeedCollections(
  context: ManagementContext,
  { namedCollection, serviceId }: Integration,
  connector: Connector,
): Promise<void> {
  const { feeds } = connector.storage;
  if (feeds === undefined) return;
  const needed = feedsOf(context, { id: serviceId }).map((feed) =>
    feeds.collectionOf(namedCollection, feed),
  );
  await dropFeedCollections(context, namedCollection, [
    ...needed,
    feeds.spareCollection(namedCollection),
  ]);
}

/**
 * The named collections of a service's feeds: those whose name begins like the service's own, but
 * for one that is being tried. No name of a service has an underscore.
 */
export async function listFeedCollections(
  context: ManagementContext,
  collection: string,
): Promise<readonly string[]> {
  const rows = await context.clickhouse.rows<{ readonly name: string }>(
    sql`SELECT name FROM system.named_collections
      WHERE startsWith(name, ${clickhouseString(`${collection}__`)})
      AND name != ${clickhouseString(probeName(collection))}`,
  );
  return rows.map(({ name }) => name);
}

/** Changes entries of all named collections of a service. */
export async function alterCollections(
  context: ManagementContext,
  collection: string,
  entries: readonly CollectionEntry[],
): Promise<void> {
  for (const name of [collection, ...(await listFeedCollections(context, collection))])
    await alterNamedCollection(context, name, entries);
}

/** The feeds of all integrations of a service. */
export function feedsOf(
  context: ManagementContext,
  service: Pick<Service, 'id'>,
): readonly TopicFeed[] {
  return context.registry
    .current()
    .tablesOfService(service.id)
    .flatMap(({ feed }) => feed ?? []);
}

function neededCollections(
  service: Service,
  connector: Connector,
  credentials: Credentials,
  feeds: readonly TopicFeed[],
): readonly FeedCollection[] {
  return (
    connector.storage.feeds?.collections(
      collectionName(service),
      service.address,
      credentials,
      feeds,
    ) ?? []
  );
}
