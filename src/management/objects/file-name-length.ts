/** Bytes of a file name, at most. */
const MAX_FILE_NAME = 255;

/**
 * Bytes that ClickHouse needs around the two names in `metadata_dropped/DATABASE.TABLE.UUID.sql`.
 */
const DROPPED_OVERHEAD = '..'.length + 36 + '.sql'.length + 4;

/**
 * Bytes of a name in ClickHouse's file names: a letter, digit or underscore is one, every other
 * byte is `%XX` (escapeForFileName.cpp).
 */
export function fileNameLength(name: string): number {
  return [...Buffer.from(name)].reduce(
    (length, byte) => length + (/\w/.test(String.fromCharCode(byte)) ? 1 : 3),
    0,
  );
}

/**
 * The longest table name in a database, counted by `fileNameLength`. On longer ones ClickHouse
 * fails with an error of the file system.
 */
export function maxTableNameLength(database: string): number {
  return MAX_FILE_NAME - DROPPED_OVERHEAD - fileNameLength(database);
}

/**
 * The longest database name, counted by `fileNameLength`: a database is `NAME.sql.tmp` while it is
 * being made.
 */
export const MAX_DATABASE_NAME_LENGTH = MAX_FILE_NAME - '.sql.tmp'.length;
