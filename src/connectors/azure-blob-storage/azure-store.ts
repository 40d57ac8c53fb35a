import { clickhouseIdentifier, clickhouseString } from '../../sql/clickhouse-quoting';
import { sql, joinSql } from '../../sql/sql';
import { joinPath } from '../objects/join-path';
import type { ObjectStore } from '../objects/object-store';

/**
 * How ClickHouse reads Azure: by its `azureBlobStorage` table function. It takes the whole path in
 * the container; an engine table would ask the store when it is made (26.7.2).
 */
export const azureStore: ObjectStore = {
  // azureBlobStorage(`endpoint_lake`, blob_path = 'data/*.csv'
  open: (collection, { schema, table }) =>
    joinSql(
      [
        sql`azureBlobStorage(${clickhouseIdentifier(collection)},`,
        sql`blob_path = ${clickhouseString(joinPath([schema, table]))}`,
      ],
      ' ',
    ),
  settings: joinSql(
    [
      sql`azure_max_redirects = 0, azure_sdk_max_retries = 1, azure_connect_timeout_ms = 2000,`,
      sql`azure_request_timeout_ms = 4000, azure_skip_empty_files = 1`,
    ],
    ' ',
  ),
  lenient: sql`azure_ignore_file_doesnt_exist = 1`,
  oneKeyAtATime: sql`azure_list_object_keys_size = 1`,
};
