import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { RemoteTableObject } from '../schema/types/remote-table-object';
import {
  BrokenMessageObject,
  FeedConsumerObject,
  FeedErrorObject,
  TopicFeedObject,
} from '../schema/types/topic-feed-object';
import type { ConsumerError, FeedConsumer } from '../src/connectors/contract/topic-feeds';
import { BigIntScalar } from '../src/graph/scalars/big-int';
import { serviceOf } from '../src/management/context/find-records';
import { toMessagePage, type BrokenMessage } from '../src/management/feeds/broken-messages';
import { lagOf, lastErrorOf } from '../src/management/feeds/feed-consumers';
import type { RemoteTable } from '../src/model/remote-table';
import { loadersOf } from './management-loaders';
import type { ManagementRequestContext } from './management-request-context';

/** A table that a feed fills; its own fields are those of the feed. */
type FedTable = RemoteTable & { readonly feed: NonNullable<RemoteTable['feed']> };

@Resolver(() => RemoteTableObject)
export class TopicFeedOfTableResolver {
  @FieldResolver(() => TopicFeedObject, { nullable: true })
  feed(@Root() table: RemoteTable): object | null {
    return table.feed === undefined ? null : { ...table.feed, table };
  }
}

@Resolver(() => TopicFeedObject)
export class TopicFeedResolver {
  @FieldResolver(() => BigIntScalar)
  keptRows(
    @Root() { table }: { readonly table: FedTable },
    @Ctx() context: ManagementRequestContext,
  ): Promise<number> {
    return loadersOf(context).keptRows.load(table);
  }

  @FieldResolver(() => [FeedConsumerObject])
  consumers(
    @Root() { table }: { readonly table: FedTable },
    @Ctx() context: ManagementRequestContext,
  ): Promise<readonly FeedConsumer[]> {
    return consumersOf(table, context);
  }

  @FieldResolver(() => BigIntScalar, { nullable: true })
  async lag(
    @Root() { table }: { readonly table: FedTable },
    @Ctx() context: ManagementRequestContext,
  ): Promise<number | null> {
    return lagOf(await consumersOf(table, context));
  }

  @FieldResolver(() => FeedErrorObject, { nullable: true })
  async lastError(
    @Root() { table }: { readonly table: FedTable },
    @Ctx() context: ManagementRequestContext,
  ): Promise<ConsumerError | null> {
    return lastErrorOf(await consumersOf(table, context));
  }

  @FieldResolver(() => [BrokenMessageObject])
  brokenMessages(
    @Root() { table }: { readonly table: FedTable },
    @Ctx() context: ManagementRequestContext,
    @Arg('limit', () => Int, { defaultValue: 100, description: 'How many at most, up to 1000.' })
    limit: number,
  ): Promise<readonly BrokenMessage[]> {
    return loadersOf(context).brokenMessages.load(toMessagePage(table, limit));
  }
}

async function consumersOf(
  table: FedTable,
  context: ManagementRequestContext,
): Promise<readonly FeedConsumer[]> {
  const consumers = await loadersOf(context).consumers.load(serviceOf(context.management, table));
  return consumers.filter((consumer) => consumer.table === table.feed.name);
}
