import { sql, joinSql } from '../../sql/sql';
import type { RemoteObject } from '../../model/remote-table';
import { GatewayError } from '../../errors/gateway-error';
import type { CatalogReader } from '../contract/catalog';
import { collectionOf } from './collection-of';
import { listingSource } from './object-source';
import type { ObjectStore } from './object-store';

/**
 * Asks the store, through ClickHouse, for one key below the address. A store tells no version
 * there.
 * @throws GatewayError SERVICE_UNREACHABLE, also where it answers and refuses: ClickHouse does not
 * get in
 */
export async function probeStore(
  store: ObjectStore,
  read: CatalogReader,
  within: Pick<RemoteObject, 'schema'>,
): Promise<null> {
  const source = listingSource(store, collectionOf(read), { ...within, table: '**' });
  try {
    await read(
      joinSql(
        [
          sql`SELECT toString(count()) AS doc FROM (SELECT 1 FROM ${source} LIMIT 1)`,
          sql`SETTINGS ${store.settings}, ${store.oneKeyAtATime}, max_threads = 1,`,
          sql`use_hive_partitioning = 0`,
        ],
        ' ',
      ),
    );
    return null;
  } catch (error) {
    if (!(error instanceof GatewayError) || error.code !== 'SERVICE_QUERY_FAILED') throw error;
    throw new GatewayError(
      'SERVICE_UNREACHABLE',
      'The store does not let ClickHouse list what is below the address.',
      { cause: error, details: error.details },
    );
  }
}
