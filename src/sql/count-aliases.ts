import { Sql } from './sql';

/** Hands out table aliases that are unique in one statement: t0, t1, ... */
export type NewAlias = () => Sql;

export function countAliases(): NewAlias {
  let count = 0;
  return () => Sql.dangerouslyFromText(`t${count++}`);
}
