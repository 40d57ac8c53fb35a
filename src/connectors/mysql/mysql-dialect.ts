import { countAliases } from '../../sql/count-aliases';
import { sql } from '../../sql/sql';
import type { SourceDialect } from '../contract/source-dialect';
import { renderAggregatesByKey } from '../relational/aggregates-by-key';
import { mysqlKeyedDialect } from './passthrough/keyed-dialect';
import { mysqlPassthroughDialect } from './passthrough/passthrough-dialect';
import { mysqlSql, mysqlTerms } from './passthrough/predicate';
import { mysqlScanDialect } from './scan/scan-dialect';

export const mysqlDialect: SourceDialect = {
  describe: (predicate) =>
    mysqlSql.renderPredicate(predicate, { alias: null, newAlias: countAliases() }).text,
  scan: mysqlScanDialect,
  passthrough: mysqlPassthroughDialect,
  keyed: mysqlKeyedDialect,
  parts: {
    aggregates: (wanted) =>
      renderAggregatesByKey(wanted, {
        ...mysqlTerms,
        relational: mysqlSql,
        text: (number) => sql`CAST(${number} AS CHAR)`,
      }),
  },
};
