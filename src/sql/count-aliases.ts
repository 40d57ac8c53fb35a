import { Sql } from './sql';

/** Gives a table alias that no other table of the statement has. */
export type NewAlias = () => Sql;

/** Aliases for one statement: t0, t1, ... */
export function countAliases(): NewAlias {
  let count = 0;
  return () => Sql.dangerouslyFromText(`t${count++}`);
}
