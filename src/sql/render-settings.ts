import { joinSql, Sql } from './sql';

/**
 * join_use_nulls = 1, ...: what stands behind ClickHouse's SETTINGS. The names and values are
 * constants of the code.
 */
export function renderSettings(settings: Readonly<Record<string, string | number>>): Sql {
  return joinSql(
    Object.entries(settings).map(([name, value]) => Sql.dangerouslyFromText(`${name} = ${value}`)),
    ', ',
  );
}
