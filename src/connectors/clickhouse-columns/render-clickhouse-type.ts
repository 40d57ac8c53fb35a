import { clickhouseIdentifier } from '../../sql/clickhouse-quoting';
import { joinSql, sql, Sql } from '../../sql/sql';
import type { ClickhouseType, TypeArgument } from './clickhouse-type';

/**
 * Renders the type as DDL has it. What came from a caller or a service is only ever written from
 * its tree, never as it came.
 */
export function renderClickhouseType(type: ClickhouseType): Sql {
  const name = Sql.dangerouslyFromText(type.name);
  return type.arguments.length === 0 && type.name !== 'Tuple'
    ? name
    : sql`${name}(${joinSql(type.arguments.map(renderArgument), ', ')})`;
}

function renderArgument(argument: TypeArgument): Sql {
  if (argument.kind === 'literal') return Sql.dangerouslyFromText(argument.text);
  const type = renderClickhouseType(argument.type);
  return argument.label === null ? type : sql`${clickhouseIdentifier(argument.label)} ${type}`;
}
