import type { SourceDialect } from '../source-dialect';
import { postgresqlPassthroughDialect } from './passthrough-dialect';
import { countAliases, renderPredicate } from './predicate';
import { postgresqlScanDialect } from './scan-dialect';

export const postgresqlDialect: SourceDialect = {
  // "name" LIKE 'a%'
  describe: (predicate) => renderPredicate(predicate, null, countAliases()).text,
  scan: postgresqlScanDialect,
  passthrough: postgresqlPassthroughDialect,
};
