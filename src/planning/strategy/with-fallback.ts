import { GatewayError } from '../../errors/gateway-error';
import type { RemoteTable } from '../../model/remote-table';
import type { PlannedStatement } from '../plan/planned-statement';
import type { PlanningContext } from '../plan/planning-context';

/**
 * An engine scan, and what is run in its place when it meets a value that ClickHouse cannot hold in the type of its
 * column, or that the scan does not print: a passthrough query, in which the service prints the value itself.
 */
export function withFallback(
  planScan: (context: PlanningContext) => PlannedStatement,
  table: RemoteTable,
  context: PlanningContext,
  planPassthrough: (why: string) => PlannedStatement,
): PlannedStatement {
  const { dialect, passthroughSource } = context.connector;
  if (dialect.passthrough === null || passthroughSource === undefined) return planScan(context);
  return {
    ...planScan(inUtcSessions(context)),
    instead: () => {
      if (context.passthrough)
        return planPassthrough(
          'An engine scan met a value that ClickHouse cannot hold in the type of its column.',
        );
      throw new GatewayError(
        'CLICKHOUSE_FEATURE_MISSING',
        `A value of \`${table.fieldName}\` can only be read by a passthrough query (ClickHouse 26.7 or newer). Leave its column out, or expose the table with the column declared as String.`,
      );
    },
  };
}

/** For scans that may fail at a value that is rare: they cost less where sessions have TimeZone UTC. */
export function inUtcSessions(context: PlanningContext): PlanningContext {
  const { utcDialect } = context.connector;
  if (!context.passthrough || context.utcSessions !== true || utcDialect === undefined)
    return context;
  return { ...context, connector: { ...context.connector, dialect: utcDialect } };
}
