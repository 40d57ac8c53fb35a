import type { Comparison } from '../../model/predicate/predicate';
import { sql, type Sql } from '../../sql/sql';

export const COMPARISONS: Readonly<Record<Comparison, Sql>> = {
  EQ: sql`=`,
  NEQ: sql`<>`,
  GT: sql`>`,
  GTE: sql`>=`,
  LT: sql`<`,
  LTE: sql`<=`,
};
