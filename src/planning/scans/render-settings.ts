import type { InSourceDialect } from '../../connectors/source-dialect';
import { joinSql, Sql } from '../../sql/sql';

/** join_use_nulls = 1, ... The names and values are constants of the code. */
export function renderSettings(settings: InSourceDialect['settings']): Sql {
  return joinSql(Object.entries(settings).map(([name, value]) => Sql.dangerouslyFromText(`${name} = ${value}`)), ', ');
}
