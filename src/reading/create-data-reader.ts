import type { ExecutionContext } from '../execution/warm-queries/run-warm-or-plain';
import { uniqueRangeRequest } from '../planning/strategy/unique-range-request';
import type { RegistrySnapshot } from '../registry/snapshot';
import type { ReadData } from './request/read-data';
import { withBatchedKeys } from './sharing/batched-keys';
import { withBatchedRanges } from './sharing/batched-ranges';
import { assertNotPaused } from './statements/assert-not-paused';
import { planningContexts, type PlanningOptions } from './statements/planning-contexts';
import { readRequest, type ReadingTools } from './statements/read-request';
import { readUniqueKeys } from './statements/read-unique-keys';
import { readUniqueRanges } from './statements/read-unique-ranges';

export interface DataReaderOptions extends Omit<PlanningOptions, 'warmReadTimeoutMs'> {
  readonly execution: ExecutionContext;
  /** Keys that are sent to a service as literals, at most. */
  readonly maxKeys: number;
}

/**
 * What reads data of the tables of one snapshot: requests that arrive together share statements
 * where they can, and each of the others is planned and run by itself.
 */
export function createDataReader(snapshot: RegistrySnapshot, options: DataReaderOptions): ReadData {
  const { execution, maxKeys } = options;
  const { limits, warmTables } = execution;
  const contexts = planningContexts(snapshot, {
    ...options,
    warmReadTimeoutMs: warmTables === undefined ? null : limits.timeoutMs,
  });
  const tools: ReadingTools = { contexts, execution, maxKeys };
  const readOne: ReadData = (request, context, mayStream) =>
    readRequest(request, context, tools, mayStream);
  const withKeys = withBatchedKeys(
    readOne,
    (field, keys, context) => readUniqueKeys(field, keys, context, tools),
    maxKeys,
  );
  const read = withBatchedRanges(withKeys, {
    limits,
    toRange: (request, maxRows) =>
      uniqueRangeRequest(request, maxRows, (table) => contexts.of(table).queries.dialect),
    read: (field, ranges, context) => readUniqueRanges(field, ranges, context, tools),
  });
  return async (request, context, mayStream) => {
    assertNotPaused(request, snapshot);
    return read(request, context, mayStream);
  };
}
