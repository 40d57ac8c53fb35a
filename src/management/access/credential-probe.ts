import { putService } from '../../registry/registry-change';
import type { CollectionEntry } from '../../connectors/contract/storage';
import type { Service } from '../../model/service';
import { collectionName, probeName } from '../context/collection-name';
import type { ManagementContext } from '../context/management-context';
import { timestamp } from '../context/timestamp';
import { withRollback } from '../context/with-rollback';
import { createNamedCollection, dropNamedCollection } from '../objects/named-collection';

/** Credentials in a named collection of their own, for as long as they are tried. */
export interface CredentialProbe {
  readonly collection: string;
  close(): Promise<void>;
}

/**
 * Makes a named collection to try credentials with. The record of the service is marked first:
 * whoever finds the mark of a gateway that was killed drops the collection.
 */
export async function openProbe(
  context: ManagementContext,
  service: Service,
  entries: readonly CollectionEntry[],
): Promise<CredentialProbe> {
  const collection = probeName(collectionName(service));
  const current = context.registry.current().service(service.id) ?? service;
  const close = (): Promise<void> => dropProbe(context, service);
  await context.registry.write([
    putService({ ...current, isProbing: true, updatedAt: timestamp(context.now()) }),
  ]);
  await withRollback(async () => {
    await dropNamedCollection(context, collection, true);
    await createNamedCollection(context, collection, entries);
  }, close);
  return { collection, close };
}

/** Drops the collection of a probe, then the mark in the service's record. May be repeated. */
export async function dropProbe(context: ManagementContext, service: Service): Promise<void> {
  await dropNamedCollection(context, probeName(collectionName(service)), true);
  const current = context.registry.current().service(service.id);
  if (current?.isProbing !== true) return;
  const { isProbing: _isProbing, ...settled } = current;
  await context.registry.write([putService(settled)]);
}
