import { clickhouseIdentifier } from '../../sql/clickhouse-quoting';
import { joinSql, sql, Sql } from '../../sql/sql';
import type { RemoteColumn } from '../../model/remote-table';
import { scanKey } from './scan-key';

/**
 * t0.`name`
 *
 * A column by its qualified name: ClickHouse would take an output alias of the same name for it.
 */
export function columnName(alias: Sql, column: RemoteColumn): Sql {
  return sql`${alias}.${clickhouseIdentifier(column.name)}`;
}

/**
 * The name of a join key (k0, k1, ...), of a value beside it (v0, ...) or of an aggregate (a0,
 * ...).
 */
export function keyName(index: number, letter: 'k' | 'v' | 'a' = 'k'): Sql {
  return Sql.dangerouslyFromText(`${letter}${index}`);
}

/** k0, k1 */
export function keyNames(count: number): Sql {
  return joinSql(
    Array.from({ length: count }, (_, index) => keyName(index)),
    ', ',
  );
}

/** t1.`customer_id` AS k0, t1.`line` AS k1 */
export function namedKeys(alias: Sql, keys: readonly RemoteColumn[]): readonly Sql[] {
  return keys.map(
    (column, index) => sql`${scanKey(column, columnName(alias, column))} AS ${keyName(index)}`,
  );
}
