import type { PlanningContext } from '../plan/planning-context';

/**
 * Returns the context for scans that may fail at a rare value, because the service answers in their
 * place then. The scans cost less where sessions have TimeZone UTC.
 */
export function inUtcSessions(context: PlanningContext): PlanningContext {
  const { utcDialect } = context.queries;
  if (!context.passthrough || context.utcSessions !== true || utcDialect === undefined)
    return context;
  return { ...context, queries: { ...context.queries, dialect: utcDialect } };
}
