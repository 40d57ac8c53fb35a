import DataLoader from 'dataloader';
import type { FeedConsumer } from '../src/connectors/contract/topic-feeds';
import type { ManagementContext } from '../src/management/context/management-context';
import {
  listBrokenMessages,
  type BrokenMessage,
  type MessagePage,
} from '../src/management/feeds/broken-messages';
import { countKeptRows } from '../src/management/feeds/count-kept-rows';
import { readFeedConsumers } from '../src/management/feeds/feed-consumers';
import type { RemoteTable } from '../src/model/remote-table';
import type { Service } from '../src/model/service';
import type { ManagementRequestContext } from './management-request-context';

/**
 * What nested fields ask ClickHouse for. Those of one request that ask together share one
 * statement, however many rows there are.
 */
export interface ManagementLoaders {
  readonly keptRows: DataLoader<RemoteTable, number, string>;
  /** One statement tells of all feeds of a service. */
  readonly consumers: DataLoader<Service, readonly FeedConsumer[], string>;
  readonly brokenMessages: DataLoader<MessagePage, readonly BrokenMessage[], string>;
}

const LOADERS = new WeakMap<ManagementRequestContext, ManagementLoaders>();

/** The loaders of a request: what one of them found is found again until its end. */
export function loadersOf(context: ManagementRequestContext): ManagementLoaders {
  const loaders = LOADERS.get(context) ?? createLoaders(context.management);
  LOADERS.set(context, loaders);
  return loaders;
}

function createLoaders(management: ManagementContext): ManagementLoaders {
  return {
    keptRows: new DataLoader(
      async (tables) => {
        const counts = await countKeptRows(management, tables);
        return tables.map(({ id }) => counts.get(id) ?? 0);
      },
      { cacheKeyFn: ({ id }) => id },
    ),
    consumers: new DataLoader(
      (services) =>
        Promise.all(
          services.map((service) => readFeedConsumers(management, service).catch(toError)),
        ),
      { cacheKeyFn: ({ id }) => id },
    ),
    brokenMessages: new DataLoader((pages) => listBrokenMessages(management, pages), {
      cacheKeyFn: ({ table, limit }) => `${limit} ${table.id}`,
    }),
  };
}

/** As DataLoader takes the failure of one of several. */
function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('not an error', { cause: reason });
}
