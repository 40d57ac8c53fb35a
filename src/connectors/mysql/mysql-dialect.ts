import type { SourceDialect } from '../source-dialect';
import { mysqlKeyedDialect } from './keyed-dialect';
import { mysqlPassthroughDialect } from './passthrough-dialect';
import { countAliases } from '../relational/relational-sql';
import { mysqlSql } from './predicate';
import { mysqlScanDialect } from './scan-dialect';

export const mysqlDialect: SourceDialect = {
  describe: (predicate) => mysqlSql.renderPredicate(predicate, { alias: null, newAlias: countAliases() }).text,
  scan: mysqlScanDialect,
  passthrough: mysqlPassthroughDialect,
  keyed: mysqlKeyedDialect,
};
