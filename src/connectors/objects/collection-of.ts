import { GatewayError } from '../../errors/gateway-error';
import type { CatalogReader } from '../contract/catalog';

/**
 * The named collection that a store is read over.
 * @throws GatewayError INTERNAL in a native session, of which stores have none
 */
export function collectionOf({ collection }: CatalogReader): string {
  if (collection === undefined)
    throw new GatewayError('INTERNAL', 'A store is read through ClickHouse only.');
  return collection;
}
