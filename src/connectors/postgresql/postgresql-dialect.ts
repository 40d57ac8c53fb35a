import { countAliases } from '../../sql/count-aliases';
import { sql } from '../../sql/sql';
import type { SourceDialect } from '../contract/source-dialect';
import { renderAggregatesByKey } from '../relational/aggregates-by-key';
import { postgresqlKeyedDialect } from './passthrough/keyed-dialect';
import { postgresqlPassthroughDialect } from './passthrough/passthrough-dialect';
import { postgresqlSql, postgresqlTerms } from './passthrough/predicate';
import { postgresqlScanDialect, postgresqlUtcScanDialect } from './scan/scan-dialect';

export const postgresqlDialect: SourceDialect = {
  // "name" LIKE 'a%'
  describe: (predicate) =>
    postgresqlSql.renderPredicate(predicate, { alias: null, newAlias: countAliases() }).text,
  scan: postgresqlScanDialect,
  passthrough: postgresqlPassthroughDialect,
  keyed: postgresqlKeyedDialect,
  parts: {
    aggregates: (wanted) =>
      renderAggregatesByKey(wanted, {
        ...postgresqlTerms,
        relational: postgresqlSql,
        text: (number) => sql`(${number})::text`,
      }),
  },
};

/** The dialect over engine scans whose sessions have TimeZone UTC. */
export const postgresqlUtcDialect: SourceDialect = {
  ...postgresqlDialect,
  scan: postgresqlUtcScanDialect,
};
