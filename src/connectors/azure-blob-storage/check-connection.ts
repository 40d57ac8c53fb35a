import type { ContainerClient } from '@azure/storage-blob';
import type { ServiceAddress } from '../../model/service';
import { startDeadline } from '../../util/deadline';
import type { ConnectionCheck } from '../contract/access';
import type { Credentials } from '../contract/credentials';
import { parseAzureAddress, type AzureAddress } from './address';
import { readAzureLogin, type AzureLogin } from './login';
import { refusalOfAzureError } from './refusal-of-azure-error';

/**
 * Lists one blob below the address, with which every read through ClickHouse begins.
 * `serverVersion` is the name that the server gives itself.
 */
export async function checkConnection(
  input: ServiceAddress,
  credentials: Credentials,
  timeoutMs: number,
): Promise<ConnectionCheck> {
  const startedAt = performance.now();
  const address = parseAzureAddress(input);
  const login = readAzureLogin(credentials, address);
  const client = createClient(address, login);
  const deadline = startDeadline(timeoutMs);
  try {
    const serverVersion = await listOneBlob(client, address, deadline.signal);
    return { ok: true, serverVersion, latencyMs: performance.now() - startedAt };
  } catch (error) {
    return {
      ok: false,
      ...refusalOfAzureError(error, address, login.accountName),
      latencyMs: performance.now() - startedAt,
    };
  } finally {
    deadline.clear();
  }
}

/** Makes a client that tries once. It follows no redirect (12.31 has no policy for them). */
function createClient(
  { storageAccountUrl, container }: AzureAddress,
  { accountName, accountKey }: AzureLogin,
): ContainerClient {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- slow to load, seldom needed
  const sdk = require('@azure/storage-blob') as typeof import('@azure/storage-blob');
  const credential = new sdk.StorageSharedKeyCredential(accountName, accountKey.reveal());
  const pipeline = sdk.newPipeline(credential, {
    retryOptions: { maxTries: 1 },
    keepAliveOptions: { enable: false },
  });
  return new sdk.ContainerClient(`${storageAccountUrl}/${encodeURIComponent(container)}`, pipeline);
}

async function listOneBlob(
  client: ContainerClient,
  { blobPath }: AzureAddress,
  abortSignal: AbortSignal,
): Promise<string | null> {
  const prefix = blobPath === null ? {} : { prefix: `${blobPath}/` };
  for await (const page of client
    .listBlobsFlat({ ...prefix, abortSignal })
    .byPage({ maxPageSize: 1 }))
    return page._response.headers.get('server') ?? null;
  return null;
}
