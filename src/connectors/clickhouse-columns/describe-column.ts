import type { DescribedColumn } from '../../model/remote-table';
import { parseClickhouseType } from './clickhouse-type';
import { readColumnType } from './column-type';
import { renderClickhouseType } from './render-clickhouse-type';

/** What is known of a column that ClickHouse decodes. */
export interface ColumnFacts {
  readonly name: string;
  /** The type as `system.columns`, DESCRIBE or a schema inference says it. */
  readonly type: string;
  readonly comment: string | null;
}

/**
 * Describes how a column is read; null where nothing reads its type, which the caller has to tell.
 */
export function describeColumn({ name, type: text, comment }: ColumnFacts): DescribedColumn | null {
  const type = parseClickhouseType(text);
  const read = type === null ? null : readColumnType(type);
  if (type === null || read === null) return null;
  const { scalar, list, nullable, encoding } = read;
  return {
    name,
    remoteType: text,
    clickhouseType: renderClickhouseType(type).text,
    scalar,
    list,
    nullable,
    description: comment,
    encoding,
  };
}
