import { createAddressReader, type RelationalAddress } from '../../relational/address-reader';

export type PostgresqlAddress = RelationalAddress;

const reader = createAddressReader({
  member: 'postgresql',
  defaultPort: 5432,
  // NAMEDATALEN - 1: PostgreSQL cuts longer names off, and would open another database.
  isDatabaseName: (name) => Buffer.byteLength(name) <= 63,
  databaseRule: 'must have 1 to 63 bytes',
});

export const parsePostgresqlAddress = reader.parse;
export const renderPostgresqlAddress = reader.render;
