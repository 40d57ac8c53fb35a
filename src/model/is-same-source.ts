import type { RemoteTable } from './remote-table';

/**
 * Whether one statement in a service can read both tables, because they are in one database of one
 * service.
 */
export function isSameSource(
  a: Pick<RemoteTable, 'serviceId' | 'remote'>,
  b: Pick<RemoteTable, 'serviceId' | 'remote'>,
): boolean {
  return a.serviceId === b.serviceId && a.remote.database === b.remote.database;
}
