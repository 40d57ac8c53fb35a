import type { ServiceAddress } from '../../model/service';
import { GatewayError } from '../../errors/gateway-error';
import { parseObjectPath } from '../objects/object-path';
import { parseStoreUrl } from '../objects/store-url';

/** A container of a storage account, or what is below a path in it. */
export type AzureAddress = {
  /** The URL of the account, without `/` at its end. */
  readonly storageAccountUrl: string;
  readonly container: string;
  /** The path below which blobs are read, without `/` at its end; null for the whole container. */
  readonly blobPath: string | null;
};

/**
 * Checks an address given by a caller and completes it.
 * @throws GatewayError INVALID_INPUT that names the field
 */
export function parseAzureAddress(input: Readonly<Record<string, unknown>>): AzureAddress {
  const url = parseStoreUrl('azureBlobStorage: storageAccountUrl', input['storageAccountUrl']);
  const { container, blobPath } = input;
  // https://learn.microsoft.com/en-us/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata
  if (
    typeof container !== 'string' ||
    !/^(\$root|\$web|[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){2,62})$/.test(container)
  ) {
    throw refused('container', 'must have 3 to 63 lower-case letters, digits and single dashes');
  }
  return {
    storageAccountUrl: url.href.replace(/\/+$/, ''),
    container,
    blobPath: parseBlobPath(blobPath),
  };
}

/** Renders an address as `https://lake.blob.core.windows.net/events/2024`. */
export function renderAzureAddress(input: ServiceAddress): string {
  const { storageAccountUrl, container, blobPath } = parseAzureAddress(input);
  return [storageAccountUrl, container, ...(blobPath === null ? [] : [blobPath])].join('/');
}

function parseBlobPath(blobPath: unknown): string | null {
  if (blobPath === undefined || blobPath === null) return null;
  const path = typeof blobPath === 'string' ? blobPath.replace(/\/$/, '') : '';
  if (/[*?{}]/.test(path))
    throw refused(
      'blobPath',
      'must not hold *, ?, { or }: globs belong into the path of a remote table',
    );
  try {
    return parseObjectPath(path);
  } catch (error) {
    if (error instanceof GatewayError)
      throw refused('blobPath', error.message.replace(/^path /, '').replace(/\.$/, ''));
    throw error;
  }
}

function refused(field: string, problem: string): GatewayError {
  return new GatewayError('INVALID_INPUT', `azureBlobStorage: ${field} ${problem}.`, {
    details: { fields: [`azureBlobStorage.${field}`] },
  });
}
