import { createAddressReader, type RelationalAddress } from '../../relational/address-reader';

/**
 * MySQL's TLS modes stand under libpq's names.
 * https://dev.mysql.com/doc/refman/8.4/en/connection-options.html#option_general_ssl-mode
 */
export type MysqlAddress = RelationalAddress;

const reader = createAddressReader({
  member: 'mysql',
  defaultPort: 3306,
  isDatabaseName: (name) => [...name].length <= 64,
  databaseRule: 'must have 1 to 64 characters',
});

export const parseMysqlAddress = reader.parse;
export const renderMysqlAddress = reader.render;
