import type { RemoteObject } from '../../model/remote-table';
import type { Sql } from '../../sql/sql';

/** In what ClickHouse's access to one kind of store differs. */
export interface ObjectStore {
  /**
   * The beginning of the table function's arguments: s3(`endpoint_lake`, filename = 'data/*.csv'
   */
  readonly open: (collection: string, remote: Pick<RemoteObject, 'schema' | 'table'>) => Sql;
  /** What every statement is sent with: s3_max_redirects = 0, ... */
  readonly settings: Sql;
  /**
   * The same so that a path without globs, whose object is missing, matches nothing:
   * s3_ignore_file_doesnt_exist = 1
   */
  readonly lenient: Sql;
  /** Of each answer to a listing: s3_list_object_keys_size = 1 */
  readonly oneKeyAtATime: Sql;
}
