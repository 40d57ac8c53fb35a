import type { SourceDialect } from '../../connectors/contract/source-dialect';
import type { GroupSet } from '../../model/selection/group-set';
import { EMPTY_SQL, sql, type Sql } from '../../sql/sql';
import { keyedRowsFormat, printedRowsFormat } from '../plan/body-format';
import { estimateKeyedGroups } from '../budget/estimate';
import type { AnswerColumns } from '../passthrough/warm-query';
import type { BodyShape, PlannedStatement } from '../plan/planned-statement';
import { planInSource } from '../passthrough/plan-in-source';
import { keyedPassthrough, keyedScan } from './plan-keyed';
import { describeRequest } from '../passthrough/plan-passthrough';
import { hasPassthrough } from './plan-request';
import type { PlanningContext } from '../plan/planning-context';
import { renderKeyedGroups } from '../scan/render-scan';
import { budgetLimit } from '../budget/scan-budget';
import type { ScanAccount } from '../scan/scan-scope';
import { withFallback } from './with-fallback';

/** The object of each group, with its key: groups are made by the keys that another service matches them by. */
export function planKeyedGroups(groups: GroupSet, context: PlanningContext): PlannedStatement {
  return planGroups(
    groups,
    context,
    'KEYED',
    'The service aggregates the rows of each key itself.',
    EMPTY_SQL,
  );
}

/** The same for all keys there are. @throws GatewayError SOURCE_SCAN_TOO_LARGE */
export function planAllKeyedGroups(
  groups: GroupSet,
  context: PlanningContext,
  why: string,
): PlannedStatement {
  const { budget } = context;
  return {
    ...planGroups(groups, context, 'KEYED', why, budgetLimit(budget)),
    why,
    ...(budget === undefined ? {} : { pull: { budget, reason: why } }),
  };
}

/** The keys of groups, `groups.limit` of them at most: a JSON array of keys. */
export function planGroupKeys(groups: GroupSet, context: PlanningContext): PlannedStatement {
  return planGroups(
    groups,
    context,
    'ARRAY',
    'The service finds the keys whose rows, taken together, fit.',
    EMPTY_SQL,
  );
}

/** SELECT `key`, `row` FROM postgresql(`service_shop`, query = 'SELECT ... AS "key", ... AS "row" FROM ... GROUP BY ...') */
function planGroups(
  groups: GroupSet,
  context: PlanningContext,
  body: BodyShape,
  why: string,
  most: Sql,
): PlannedStatement {
  const { dialect } = context.connector;
  const pushed = describeRequest({ kind: 'groups', field: '', result: 'LIST', groups }, dialect);
  const estimate = estimateKeyedGroups(groups);
  const format = body === 'KEYED' ? keyedRowsFormat() : printedRowsFormat(body);
  const render = (there: SourceDialect, account: ScanAccount): Sql =>
    sql`${renderKeyedGroups(groups, there, account)}${most}`;
  if (dialect.inSource !== undefined)
    return planInSource(
      { render, sent: null, format, body, pushed, estimate },
      context,
      dialect.inSource,
    );
  const { keyed } = dialect;
  const columns: AnswerColumns = body === 'KEYED' ? ['key', 'row'] : ['key'];
  const members = body === 'KEYED' ? sql`\`key\`, \`row\`` : sql`\`key\``;
  const passThrough =
    keyed === undefined || !isNative(groups, dialect)
      ? null
      : (reason: string): PlannedStatement =>
          keyedPassthrough(context, {
            table: groups.table,
            pushed,
            why: reason,
            query: sql`${keyed.groups(groups)}${most}`,
            body,
            estimate,
            columns,
            wrap: (source) => sql`SELECT ${members} FROM ${source}`,
          });
  if (passThrough !== null && hasPassthrough(context)) return passThrough(why);
  const scan = (within: PlanningContext): PlannedStatement =>
    keyedScan(within, body, why, (account) => render(within.connector.dialect, account));
  return passThrough === null
    ? scan(context)
    : withFallback(scan, groups.table, context, passThrough);
}

function isNative(groups: GroupSet, { passthrough }: SourceDialect): boolean {
  return (
    passthrough !== null &&
    passthrough.missing({ kind: 'groups', field: '', result: 'LIST', groups }) === null
  );
}
