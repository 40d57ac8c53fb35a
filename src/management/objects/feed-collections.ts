import type { Connector } from '../../connectors/contract/connector';
import type { Credentials } from '../../connectors/contract/credentials';
import type { CollectionEntry } from '../../connectors/contract/storage';
import type { FeedCollection } from '../../connectors/contract/topic-feeds';
import { clickhouseString } from '../../sql/clickhouse-quoting';
import { sql } from '../../sql/sql';
import type { Integration } from '../../model/integration';
import type { Service } from '../../model/service';
import type { TopicFeed } from '../../model/topic-feed';
import { GatewayError } from '../../errors/gateway-error';
import { collectionName, probeName } from '../context/collection-name';
import type { ManagementContext, ServiceTarget } from '../context/management-context';
import {
  alterNamedCollection,
  createNamedCollection,
  dropNamedCollection,
} from './named-collection';

/** Makes or changes the named collections that the feeds of a service need beside its own. */
export async function storeFeedCollections(
  context: ManagementContext,
  target: ServiceTarget,
  credentials: Credentials,
): Promise<void> {
  const present = await listFeedCollections(context, collectionName(target.service));
  const needed = neededCollections(target, credentials, feedsOf(context, target.service));
  await storeCollections(context, needed, present);
}

/**
 * Makes the named collections that added feeds need.
 * @throws GatewayError CREDENTIALS_REQUIRED when there are no credentials to make them with
 */
export async function addFeedCollections(
  context: ManagementContext,
  target: ServiceTarget,
  credentials: Credentials | null,
  feeds: readonly TopicFeed[],
): Promise<void> {
  const collection = collectionName(target.service);
  const present = [collection, ...(await listFeedCollections(context, collection))];
  const known = target.connector.storage.feeds;
  const missing = feeds.find(
    (feed) => !present.includes(known?.collectionOf(collection, feed) ?? collection),
  );
  if (credentials !== null)
    return storeCollections(context, neededCollections(target, credentials, feeds), present);
  if (missing !== undefined)
    throw new GatewayError(
      'CREDENTIALS_REQUIRED',
      `The table "${missing.name}" has producer options, which ClickHouse keeps ` +
        'beside the credentials. Give `credentials` again with it.',
    );
}

async function storeCollections(
  context: ManagementContext,
  collections: readonly FeedCollection[],
  present: readonly string[],
): Promise<void> {
  for (const { name, entries } of collections) {
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
async function listFeedCollections(
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
  { service, connector }: ServiceTarget,
  credentials: Credentials,
  feeds: readonly TopicFeed[],
): readonly FeedCollection[] {
  const collection = collectionName(service);
  return (
    connector.storage.feeds?.collections(collection, service.address, credentials, feeds) ?? []
  );
}
