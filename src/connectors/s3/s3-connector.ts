import { createObjectConnector } from '../objects/create-object-connector';
import { bucketOf, parseS3Address, renderS3Address } from './address';
import { checkConnection } from './check-connection';
import { addressEntries, collectionEntries } from './collection-entries';
import { s3Store } from './s3-store';

/** Amazon S3, and what speaks its protocol. docs/services/s3.md says what it can do. */
export const s3Connector = createObjectConnector(s3Store, {
  type: 'S3',
  engine: 'S3',
  requiredCredentials: ['accessKeyId', 'secretAccessKey'],
  parseAddress: parseS3Address,
  renderAddress: renderS3Address,
  hostsOf: (address) => [new URL(parseS3Address(address).url).hostname],
  placeOf: (address) => {
    const { name, prefix } = bucketOf(parseS3Address(address));
    return { database: name, schema: prefix.replace(/\/$/, '') };
  },
  checkConnection,
  collectionEntries,
  addressEntries,
});
