import type { SourceDialect } from '../source-dialect';
import { postgresqlKeyedDialect } from './keyed-dialect';
import { postgresqlPassthroughDialect } from './passthrough-dialect';
import { countAliases } from '../relational/relational-sql';
import { postgresqlTerms } from './predicate';
import { postgresqlScanDialect } from './scan-dialect';

export const postgresqlDialect: SourceDialect = {
  // "name" LIKE 'a%'
  describe: (predicate) => postgresqlTerms.renderPredicate(predicate, null, countAliases()).text,
  scan: postgresqlScanDialect,
  passthrough: postgresqlPassthroughDialect,
  keyed: postgresqlKeyedDialect,
};
