import type { InSourceDialect, SourceDialect } from '../../connectors/contract/source-dialect';
import { clickhouseSettings } from '../../sql/clickhouse-quoting';
import { EMPTY_SQL, sql, type Sql } from '../../sql/sql';
import { estimateAnswer } from '../budget/estimate';
import { budgetLimit } from '../budget/within-budget';
import { describeShape } from '../explain/describe-shape';
import type { BodyFormat } from '../plan/body-format';
import type { PlannedStatement } from '../plan/planned-statement';
import type { PlanningContext } from '../plan/planning-context';
import { isOfAllKeys, type Shape } from '../plan/shape';
import { accountOf } from '../scan/rendered';
import { bodyOf, renderSent, renderShape, scanFormat } from '../scan/scan-of-shape';
import { openScanScope, type ScanScope } from '../scan/scan-scope';

/**
 * SELECT t0.`id` AS `id` FROM `service_events`.`event` AS t0 FORMAT JSONEachRow
 *
 * Plans a statement that a service runs as a whole, because it speaks ClickHouse's own SQL. The
 * engine forwards a statement over one table, on a pooled connection. It would only rename the
 * first of several tables (26.7.2: the source was asked for the reader of the second), so that a
 * statement over several is written with the source's names and sent as it stands.
 */
export function planInSource(
  shape: Shape,
  context: PlanningContext,
  inSource: InSourceDialect,
): PlannedStatement {
  const {
    service,
    queries: { dialect },
  } = context;
  const thereDialect: SourceDialect = {
    ...dialect,
    scan: { ...dialect.scan, tableName: inSource.tableName },
  };
  const format = scanFormat(shape);
  const limit = isOfAllKeys(shape) ? budgetLimit(context.budget) : EMPTY_SQL;
  const inService = (): ScanScope => openScanScope({ dialect: thereDialect, place: 0 });
  const there = renderShape(shape, inService(), limit);
  const { connections } = accountOf(there.notes);
  const planned = {
    service: service.name,
    settings: { ...dialect.scan.settings, ...format.settings },
    body: bodyOf(shape),
    estimate: estimateAnswer(shape),
    pushed: describeShape(shape, dialect),
    remaining: [],
  };
  const sent = connections.length === 1 ? renderSent(shape, inService()) : null;
  if (sent !== null) {
    const { value } = renderShape(shape, openScanScope({ dialect, place: 0 }), limit);
    return {
      ...planned,
      strategy: 'ENGINE_SCAN',
      why: 'The engine sends the whole statement to the service, over a pooled connection.',
      statement: sql`${value} ${format.clause}`,
      connections,
      received: [sent.text],
    };
  }
  return {
    ...planned,
    strategy: 'PASSTHROUGH',
    why:
      connections.length === 1
        ? 'The service groups its rows itself.'
        : 'The service reads more than one table, and joins them itself.',
    ...sentAsItStands(there.value, format, context, inSource),
  };
}

/**
 * SELECT * FROM remote(`service_events`, query = 'SELECT ... SETTINGS ...') FORMAT JSONEachRow
 *
 * Sends a query that names databases itself.
 */
function sentAsItStands(
  query: Sql,
  format: BodyFormat,
  { queries: { passthroughSource }, service, collection }: PlanningContext,
  inSource: InSourceDialect,
): Pick<PlannedStatement, 'statement' | 'connections' | 'received'> {
  if (passthroughSource === undefined) throw new Error(`no passthrough for ${service.name}`);
  // An account that may only read takes no settings from outside, but takes those of the statement.
  const whole = sql`${query} SETTINGS ${clickhouseSettings(inSource.settings)}`;
  const source = passthroughSource(collection, '', whole, service.address);
  return {
    statement: sql`SELECT * FROM ${source} ${format.clause}`,
    connections: [null],
    received: [whole.text],
  };
}
