import type { InSourceDialect, SourceDialect } from '../../connectors/contract/source-dialect';
import { renderSettings } from '../../sql/render-settings';
import { sql } from '../../sql/sql';
import type { Estimate } from '../budget/estimate';
import type { PlannedStatement } from '../plan/planned-statement';
import type { RequestScan } from '../scan/plan-scan';
import type { PlanningContext } from '../plan/planning-context';
import { openScanAccount } from '../scan/scan-scope';

/** One statement in ClickHouse's SQL, for whoever runs it. */
export interface ScanStatement extends RequestScan {
  /** What of it the engine sends: of nested SELECTs only the innermost (seen on 26.7.2). Null: too little of it. */
  readonly sent: RequestScan['render'] | null;
  /** All that it asks for. */
  readonly pushed: readonly string[];
  readonly estimate: Estimate;
}

/**
 * A service that speaks ClickHouse's own SQL runs the whole statement. Over one table its engine forwards it, on a pooled
 * connection. Of several it would only rename the first (seen on 26.7.2: the source was asked for the second one's reader),
 * so those are written with the source's names and sent as they stand.
 */
export function planInSource(
  { render, sent, format, body, pushed, estimate }: ScanStatement,
  context: PlanningContext,
  inSource: InSourceDialect,
): PlannedStatement {
  const {
    service,
    connector: { dialect, passthroughSource },
    collection,
  } = context;
  const thereDialect: SourceDialect = {
    ...dialect,
    scan: { ...dialect.scan, tableName: inSource.tableName },
  };
  const there = openScanAccount();
  const query = render(thereDialect, there);
  const planned = {
    service: service.name,
    settings: { ...dialect.scan.settings, ...format.settings },
    body,
    estimate,
    pushed,
    remaining: [],
  };
  if (sent !== null && there.connections.length === 1) {
    const why = 'The engine sends the whole statement to the service, over a pooled connection.';
    const statement = sql`${render(dialect, openScanAccount())} ${format.clause}`;
    return {
      ...planned,
      strategy: 'ENGINE_SCAN',
      why,
      statement,
      connections: there.connections,
      received: [sent(thereDialect, openScanAccount()).text],
    };
  }
  if (passthroughSource === undefined) throw new Error(`no passthrough for ${service.name}`);
  // An account that may only read gets no settings from outside, but those in the statement.
  const whole = sql`${query} SETTINGS ${renderSettings(inSource.settings)}`;
  // It names databases itself.
  const statement = sql`SELECT * FROM ${passthroughSource(collection, '', whole, service.address)} ${format.clause}`;
  const why =
    there.connections.length === 1
      ? 'The service groups its rows itself.'
      : 'The service reads more than one table, and joins them itself.';
  return {
    ...planned,
    strategy: 'PASSTHROUGH',
    why,
    statement,
    connections: [null],
    received: [whole.text],
  };
}
