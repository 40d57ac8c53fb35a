import type { SourceDialect } from '../source-dialect';
import { mysqlPassthroughDialect } from './passthrough-dialect';
import { countAliases, renderPredicate } from './predicate';
import { mysqlScanDialect } from './scan-dialect';

export const mysqlDialect: SourceDialect = {
  describe: (predicate) => renderPredicate(predicate, null, countAliases()).text,
  scan: mysqlScanDialect,
  passthrough: mysqlPassthroughDialect,
};
