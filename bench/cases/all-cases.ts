import type { BenchCase } from './bench-case';
import { crossFilterCase } from './cross-filter-case';
import { crossGroupCase } from './cross-group-case';
import { crossNestedCase } from './cross-nested-case';
import { exportCase } from './export-case';
import { groupByCase } from './group-by-case';
import { listCases } from './list-cases';
import { nestedCase } from './nested-case';
import { pointCase } from './point-case';
import { topNCase } from './top-n-case';

/**
 * Those that run over the same servers; those of `schema-...` have a gateway of their own
 * (bench/schema).
 */
export const ALL_CASES: readonly BenchCase[] = [
  pointCase,
  ...listCases,
  topNCase,
  nestedCase,
  groupByCase,
  crossNestedCase,
  crossFilterCase,
  crossGroupCase,
  exportCase,
];
