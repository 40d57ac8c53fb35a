import { putIntegration, putRemoteTable, remove } from '../../registry/registry-change';
import type { GivenCredentials } from '../../connectors/contract/credentials';
import type { Integration } from '../../model/integration';
import type { RemoteTable } from '../../model/remote-table';
import { feedNames, storageNames, type TopicFeed } from '../../model/topic-feed';
import { GatewayError } from '../../errors/gateway-error';
import { checkAccess } from '../access/check-access';
import { nameTables, type PlacedTable, type TableOwner } from '../catalog/name-tables';
import type { ManagementContext } from '../context/management-context';
import { timestamp } from '../context/timestamp';
import { planFeeds, requireFeeds, type GivenFeeds } from '../feeds/plan-feeds';
import { assertUnused } from '../objects/assert-unused';
import { addFeedCollections } from '../objects/feed-collections';
import { listReaders } from '../objects/list-readers';
import { makeFeed } from '../objects/make-feeds';
import { beginChange } from '../recovery/begin-change';
import { withRecovery } from '../recovery/change-service';
import { recoverService } from '../recovery/recover-service';
import { removeRelationshipsOf } from '../recovery/remove-relationships';

type FedTable = RemoteTable & { readonly feed: TopicFeed };
type PlannedFeed = PlacedTable & { readonly feed: TopicFeed };

/** What is to be done about the feeds of an integration. */
interface FeedChanges {
  readonly added: readonly PlannedFeed[];
  /** Records that stay, with another feed. */
  readonly changed: readonly FedTable[];
  readonly gone: readonly FedTable[];
}

/**
 * Makes the feeds of an integration exactly those given: new ones are made, others are removed with
 * the rows they kept, and those that read otherwise than before are made anew beside their rows.
 * All of it or nothing.
 *
 * @throws GatewayError INVALID_INPUT for a change that its rows cannot outlive, IN_USE with
 * `details.dependents`, CREDENTIALS_REQUIRED
 */
export async function updateFeeds(
  context: ManagementContext,
  owner: TableOwner,
  given: GivenFeeds | null,
  credentials: GivenCredentials | null,
): Promise<void> {
  const { service, integration, connector } = owner;
  const planned = planFeeds(context, service, connector, given);
  const changes = planChanges(context, owner, planned);
  const { added, changed, gone } = changes;
  await assertUnused(
    context,
    gone.flatMap(({ feed }) => storageNames(feed)),
    'Drop them first.',
  );
  await assertFeedTablesFree(context, integration.namedCollection, added);
  if (credentials !== null) await checkAccess(context, service, connector, credentials);

  const needsNone = connector.credentials.needsNone?.(service.address) === true;
  const tables = added.flatMap(({ feed }) => storageNames(feed));
  await context.registry.write([putIntegration(beginChange(context, integration, { tables }))]);
  await withRecovery(context, service, async () => {
    await addFeedCollections(
      context,
      owner,
      credentials ?? (needsNone ? {} : null),
      [...added, ...changed].map(({ feed }) => feed),
    );
    for (const { feed } of added)
      await makeFeed(context, requireFeeds(connector), integration.namedCollection, feed);
    await keepRecords(context, owner, changes);
    await recoverService(context, service);
  });
}

function planChanges(
  context: ManagementContext,
  { connector, integration }: TableOwner,
  planned: readonly PlannedFeed[],
): FeedChanges {
  const present = context.registry
    .current()
    .tablesOfIntegration(integration.id)
    .filter((table): table is FedTable => table.feed !== undefined);
  const find = ({ feed }: { readonly feed: TopicFeed }): FedTable | undefined =>
    present.find((table) => table.feed.name === feed.name);
  const changed = planned.flatMap((plan) => {
    const table = find(plan);
    if (table === undefined || JSON.stringify(table.feed) === JSON.stringify(plan.feed)) return [];
    if (!requireFeeds(connector).keepsRows(table.feed, plan.feed))
      throw rowsWouldBeLost(plan.feed.name);
    return [{ ...table, description: plan.described.description, feed: plan.feed }];
  });
  const gone = present.filter((table) =>
    planned.every(({ feed }) => feed.name !== table.feed.name),
  );
  return { added: planned.filter((plan) => find(plan) === undefined), changed, gone };
}

function rowsWouldBeLost(name: string): GatewayError {
  return new GatewayError(
    'INVALID_INPUT',
    `tables: the columns and \`persist\` of the table "${name}" cannot change, or the rows ` +
      'that it keeps would be lost. Leave it out of one update, which drops them, and give it ' +
      'again in another; or give the new table another name and group.',
  );
}

/**
 * Makes sure that no added feed takes the name of a table in the service's database, which may be
 * somebody else's.
 */
async function assertFeedTablesFree(
  context: ManagementContext,
  database: string,
  added: readonly PlannedFeed[],
): Promise<void> {
  const present = new Set((await listReaders(context, [database])).map(({ name }) => name));
  const taken = added.flatMap(({ feed }) => feedNames(feed)).find((name) => present.has(name));
  if (taken !== undefined)
    throw new GatewayError(
      'ALREADY_EXISTS',
      `ClickHouse already has a table "${database}"."${taken}", which a feed would create. ` +
        'Rename or drop it first.',
    );
}

/**
 * Shows the new tables and hides the old ones in one write; from then on what is left to do can
 * only be finished.
 */
async function keepRecords(
  context: ManagementContext,
  owner: TableOwner,
  { added, changed, gone }: FeedChanges,
): Promise<void> {
  const updated: Integration = { ...owner.integration, updatedAt: timestamp(context.now()) };
  await context.naming(async () => {
    const named = nameTables(context, owner, added);
    await context.registry.write([
      putIntegration(
        beginChange(context, updated, { tables: gone.flatMap(({ feed }) => storageNames(feed)) }),
      ),
      ...named.map(putRemoteTable),
      ...changed.map((table) => putRemoteTable({ ...table, readerStale: true })),
      ...gone.map(({ id }) => remove('remoteTable', id)),
      ...removeRelationshipsOf(
        context.registry.current(),
        gone.map(({ id }) => id),
      ),
    ]);
  });
}
