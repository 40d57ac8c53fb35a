import { GatewayError } from '../../errors/gateway-error';
import { Secret } from '../../util/secret';
import type { Credentials } from '../contract/credentials';
import type { AzureAddress } from './address';

/** The account and the key that requests are signed with. */
export interface AzureLogin {
  readonly accountName: string;
  readonly accountKey: Secret;
}

/**
 * Reads the login among the credentials that a caller gave: account and key, or a connection string
 * with both. The string must lead to the service's own address, or the host allow-list would not
 * count for it.
 * @throws GatewayError CREDENTIALS_REQUIRED, INVALID_INPUT
 */
export function readAzureLogin(credentials: Credentials, address: AzureAddress): AzureLogin {
  const { accountName, accountKey, connectionString } = credentials;
  const login =
    connectionString === undefined
      ? checkLogin(accountName, accountKey)
      : fromConnectionString(connectionString.reveal(), address);
  if (!/^[a-z0-9-]{3,63}$/.test(login.accountName))
    throw new GatewayError(
      'INVALID_INPUT',
      'credentials.accountName must have 3 to 63 lower-case letters, digits and dashes.',
    );
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(login.accountKey.reveal()))
    throw new GatewayError(
      'INVALID_INPUT',
      'credentials.accountKey must be the key in Base64, as the portal shows it.',
    );
  return login;
}

function checkLogin(accountName: string | undefined, accountKey: Secret | undefined): AzureLogin {
  if (accountName && accountKey !== undefined) return { accountName, accountKey };
  throw new GatewayError(
    'CREDENTIALS_REQUIRED',
    'Azure Blob Storage needs credentials.accountName and credentials.accountKey, or ' +
      'credentials.connectionString.',
  );
}

/**
 * Takes a connection string apart.
 * https://learn.microsoft.com/en-us/azure/storage/common/storage-configure-connection-string
 */
function fromConnectionString(text: string, address: AzureAddress): AzureLogin {
  const parts = new Map(
    text
      .split(';')
      .filter((part) => part.includes('='))
      .map((part) => [
        part.slice(0, part.indexOf('=')).trim().toLowerCase(),
        part.slice(part.indexOf('=') + 1).trim(),
      ]),
  );
  const [accountName, accountKey] = [parts.get('accountname'), parts.get('accountkey')];
  if (!accountName || !accountKey)
    throw new GatewayError(
      'INVALID_INPUT',
      'credentials.connectionString must hold AccountName and AccountKey. A shared access ' +
        'signature cannot be used.',
    );
  const suffix = parts.get('endpointsuffix') ?? 'core.windows.net';
  const endpoint =
    parts.get('blobendpoint') ??
    `${parts.get('defaultendpointsprotocol') ?? 'https'}://${accountName}.blob.${suffix}`;
  if (endpoint.replace(/\/+$/, '').toLowerCase() !== address.storageAccountUrl.toLowerCase()) {
    throw new GatewayError(
      'INVALID_INPUT',
      `credentials.connectionString is for another storage account than the service's, ` +
        `${address.storageAccountUrl}.`,
    );
  }
  return { accountName, accountKey: new Secret(accountKey) };
}
