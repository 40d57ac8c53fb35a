/** Room that ClickHouse needs around a table's name in `metadata_dropped/DATABASE.TABLE.UUID.sql`, and 255 bytes in all. */
const MAX_FILE_NAME = 255;
const DROPPED_OVERHEAD = '..'.length + 36 + '.sql'.length + 4;

/** Bytes of a name in ClickHouse's file names: letters, digits and underscores are one, every other byte is `%XX` (escapeForFileName.cpp). */
export function fileNameLength(name: string): number {
  return [...Buffer.from(name)].reduce(
    (length, byte) => length + (/\w/.test(String.fromCharCode(byte)) ? 1 : 3),
    0,
  );
}

/** The longest table name in a database, counted by `fileNameLength`; ClickHouse fails on longer ones with an error of the file system. */
export function maxTableNameLength(database: string): number {
  return MAX_FILE_NAME - DROPPED_OVERHEAD - fileNameLength(database);
}

/** A database is `NAME.sql.tmp` while it is being made. */
export const MAX_DATABASE_NAME_LENGTH = MAX_FILE_NAME - '.sql.tmp'.length;
