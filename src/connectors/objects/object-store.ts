import type { Sql } from '../../sql/sql';
import type { RemoteObject } from '../../model/remote-table';

/** What ClickHouse's access to one kind of store has of its own. */
export interface ObjectStore {
  /**
   * s3(`endpoint_lake`, filename = 'data/*.csv'
   *
   * The beginning of the table function with its arguments.
   */
  readonly open: (collection: string, remote: Pick<RemoteObject, 'schema' | 'table'>) => Sql;
  /**
   * s3_max_redirects = 0, ...
   *
   * The settings that every statement is sent with.
   */
  readonly settings: Sql;
  /**
   * s3_ignore_file_doesnt_exist = 1
   *
   * The setting with which a path without globs, whose object is missing, matches nothing.
   */
  readonly lenient: Sql;
  /**
   * s3_list_object_keys_size = 1
   *
   * The setting with which each answer to a listing has one key.
   */
  readonly oneKeyAtATime: Sql;
}
