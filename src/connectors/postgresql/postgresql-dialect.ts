import type { SourceDialect } from '../source-dialect';
import { postgresqlKeyedDialect } from './keyed-dialect';
import { postgresqlPassthroughDialect } from './passthrough-dialect';
import { countAliases } from '../relational/relational-sql';
import { postgresqlSql } from './predicate';
import { postgresqlScanDialect, postgresqlUtcScanDialect } from './scan-dialect';

export const postgresqlDialect: SourceDialect = {
  // "name" LIKE 'a%'
  describe: (predicate) => postgresqlSql.renderPredicate(predicate, { alias: null, newAlias: countAliases() }).text,
  scan: postgresqlScanDialect,
  passthrough: postgresqlPassthroughDialect,
  keyed: postgresqlKeyedDialect,
};

/** Over engine scans whose sessions have TimeZone UTC. */
export const postgresqlUtcDialect: SourceDialect = { ...postgresqlDialect, scan: postgresqlUtcScanDialect };
