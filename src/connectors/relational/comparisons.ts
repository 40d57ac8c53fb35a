import { sql, type Sql } from '../../sql/sql';
import type { Comparison } from '../../model/predicate/predicate';

export const COMPARISONS: Readonly<Record<Comparison, Sql>> = {
  EQ: sql`=`,
  NEQ: sql`<>`,
  GT: sql`>`,
  GTE: sql`>=`,
  LT: sql`<`,
  LTE: sql`<=`,
};
