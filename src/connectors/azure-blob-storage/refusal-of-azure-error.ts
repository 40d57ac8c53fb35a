import { errorCodeOf } from '../../util/error-code-of';
import { refusedStore, unreachableStore, type StoreRefusal } from '../objects/refused-store';
import type { RefusedConnection } from '../relational/refused-connection';
import type { AzureAddress } from './address';

/**
 * Refusals by Azure's code.
 * https://learn.microsoft.com/en-us/rest/api/storageservices/blob-service-error-codes
 */
const REFUSAL_OF_CODE: ReadonlyMap<string, StoreRefusal> = new Map([
  ['AccountIsDisabled', 'PERMISSION_DENIED'],
  ['AuthenticationFailed', 'AUTHENTICATION_FAILED'],
  ['InvalidAuthenticationInfo', 'AUTHENTICATION_FAILED'],
  ['NoAuthenticationInformation', 'AUTHENTICATION_FAILED'],
  // An account key opens everything or nothing: the key is wrong (so says Azurite), or a firewall
  // of the account keeps the sender out.
  ['AuthorizationFailure', 'AUTHENTICATION_FAILED'],
  ['AuthorizationPermissionMismatch', 'PERMISSION_DENIED'],
  ['InsufficientAccountPermissions', 'PERMISSION_DENIED'],
  ['ContainerNotFound', 'DATABASE_NOT_FOUND'],
  ['ResourceNotFound', 'DATABASE_NOT_FOUND'],
]);
const REFUSAL_OF_STATUS: ReadonlyMap<number, StoreRefusal> = new Map([
  [401, 'AUTHENTICATION_FAILED'],
  [403, 'PERMISSION_DENIED'],
  [404, 'DATABASE_NOT_FOUND'],
]);

/**
 * Tells what an error of the SDK means, by Azure's code or the HTTP status and never by its text.
 */
export function refusalOfAzureError(
  error: unknown,
  { storageAccountUrl, container }: AzureAddress,
  accountName: string,
): RefusedConnection {
  const { name, statusCode } = error as { readonly name?: string; readonly statusCode?: number };
  const store = {
    at: storageAccountUrl,
    system: 'Azure Blob Storage',
    container: `container "${container}"`,
    login: `account "${accountName}"`,
    needs: 'to list and read blobs',
  };
  const code = errorCodeOf(error);
  if (statusCode === undefined)
    return unreachableStore(name === 'AbortError' ? 'ETIMEDOUT' : (code ?? 'EPROTO'), store);
  return refusedStore(
    REFUSAL_OF_CODE.get(code ?? '') ?? REFUSAL_OF_STATUS.get(statusCode) ?? 'UNREACHABLE',
    statusCode,
    store,
  );
}
