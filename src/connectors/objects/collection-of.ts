import { GatewayError } from '../../errors/gateway-error';
import type { CatalogReader } from '../contract/catalog';

/**
 * Tells the named collection that a store is read over.
 * @throws GatewayError INTERNAL in a native session, which stores do not have
 */
export function collectionOf({ collection }: CatalogReader): string {
  if (collection === undefined)
    throw new GatewayError('INTERNAL', 'A store is read through ClickHouse only.');
  return collection;
}
