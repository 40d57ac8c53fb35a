import type { RemoteColumn } from '../../../model/remote-table';
import type { GroupKey } from '../../../model/selection/group-set';
import { postgresqlString } from '../../../sql/postgresql-quoting';
import { sql, type Sql } from '../../../sql/sql';
import type { KeyExpression } from '../../relational/group-query';
import type { Encoding } from '../types/encodings';
import { sortable } from './sortable';

/** The key of a row's group, and the column that it is a value of. */
export function postgresqlGroupKey(key: GroupKey, column: RemoteColumn, ref: Sql): KeyExpression {
  const encoded = (encoding: Encoding): RemoteColumn => ({ ...column, encoding, nullable: true });
  if (key.kind === 'bucket')
    return { column: encoded(column.encoding as Encoding), value: bucket(key, column, ref) };
  const { encoding, value } = sortable(column, ref);
  if (key.kind === 'bin') return bin(column, value, key.width);
  // Since -0 and 0 are one group, they must print as one value.
  const isFloat = column.scalar === 'Float';
  return {
    column: encoded(encoding),
    value: isFloat ? sql`(CASE WHEN ${value} = 0 THEN abs(${value}) ELSE ${value} END)` : value,
  };
}

/** date_trunc('month', t0."created", 'Europe/Oslo') */
function bucket(
  { bucket: unit, zone }: Extract<GroupKey, { kind: 'bucket' }>,
  column: RemoteColumn,
  ref: Sql,
): Sql {
  const field = postgresqlString(unit.toLowerCase());
  if (column.scalar === 'DateTime')
    return sql`date_trunc(${field}, ${ref}, ${postgresqlString(zone)})`;
  return column.scalar === 'Date'
    ? sql`date_trunc(${field}, ${ref}::timestamp)::date`
    : sql`date_trunc(${field}, ${ref})`;
}

/**
 * The greatest multiple of the width that is not greater than the value. mod() of numeric is exact,
 * and has the sign of its first operand.
 */
function bin(column: RemoteColumn, value: Sql, width: string): KeyExpression {
  const float = postgresqlString(width);
  if (column.scalar === 'Float') {
    return {
      column: { ...column, encoding: 'float8', nullable: true },
      value: sql`(floor(${value}::float8 / ${float}::float8) * ${float}::float8 + 0)`,
    };
  }
  const step = sql`${postgresqlString(width)}::numeric`;
  const number = sql`${value}::numeric`;
  const lower = sql`(${number} - mod(mod(${number}, ${step}) + ${step}, ${step}))`;
  const encoding: Encoding = column.scalar === 'Int' ? 'int4' : 'numeric_text';
  return { column: { ...column, encoding, nullable: true }, value: lower };
}
