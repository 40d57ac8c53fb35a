import { createObjectConnector } from '../objects/create-object-connector';
import { bucketOf, parseS3Address, renderS3Address } from './address';
import { checkConnection } from './check-connection';
import { addressEntries, collectionEntries } from './collection-entries';
import { s3Failures } from './failures';
import { s3Store } from './s3-store';

/** Amazon S3, and what speaks its protocol. docs/services/s3.md says what it can do. */
export const s3Connector = createObjectConnector(s3Store, {
  identity: { type: 'S3', engine: 'S3' },
  address: { parse: parseS3Address, render: renderS3Address },
  credentials: { required: ['accessKeyId', 'secretAccessKey'] },
  access: {
    hostsOf: (address) => [new URL(parseS3Address(address).url).hostname],
    check: checkConnection,
  },
  storage: { collectionEntries, addressEntries },
  failures: s3Failures,
  placeOf: (address) => {
    const { name, prefix } = bucketOf(parseS3Address(address));
    return { database: name, schema: prefix.replace(/\/$/, '') };
  },
});
