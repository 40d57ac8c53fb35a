import { clickhouseIdentifier, clickhouseString } from '../../sql/clickhouse-quoting';
import { sql, joinSql } from '../../sql/sql';
import type { ObjectStore } from '../objects/object-store';

/**
 * How ClickHouse reads S3: by its `s3` table function. Without these settings it follows redirects
 * to any host with a signature for it, and tries 500 times (26.7.2). The settings hold per
 * statement, and in a view for everybody who reads it; an engine table forgets them when ClickHouse
 * starts again. A statement that nobody waits for any more ends when its requests do: a read with
 * globs makes three in a row.
 */
export const s3Store: ObjectStore = {
  // s3(`endpoint_lake`, filename = 'data/*.csv'
  open: (collection, { table }) =>
    sql`s3(${clickhouseIdentifier(collection)}, filename = ${clickhouseString(encodePath(table))}`,
  settings: joinSql(
    [
      sql`s3_max_redirects = 0, s3_retry_attempts = 1, s3_connect_timeout_ms = 2000,`,
      sql`s3_request_timeout_ms = 4000`,
    ],
    ' ',
  ),
  lenient: sql`s3_ignore_file_doesnt_exist = 1`,
  oneKeyAtATime: sql`s3_list_object_keys_size = 1`,
};

/**
 * Encodes a path, which ClickHouse appends to the URL and decodes as a part of it (26.7.2). The
 * characters of globs stand for themselves.
 */
function encodePath(path: string): string {
  return path.replace(/[^/*?{},.]+/gu, encodeURIComponent);
}
