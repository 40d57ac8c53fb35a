import { Sql } from '../../src/sql/sql';

/** An integer as SQL text. */
export function sqlNumber(value: number): Sql {
  return Sql.dangerouslyFromText(String(Math.trunc(value)));
}
