import { splitParts, type RowsPart } from '../../execution/slots/split-parts';
import {
  planUniqueRanges,
  type UniqueRangeRequest,
} from '../../planning/strategy/unique-range-request';
import { randomMark } from '../../util/random-mark';
import type { RequestContext } from '../request/request-context';
import type { ReadingTools } from './read-request';
import { runStatements } from './run-statements';

/** Bytes of several lists in one statement, at most: longer ones are read one by one. */
const MAX_BYTES_TOGETHER = 16 * 1024 * 1024;

/**
 * Reads the rows of several ranges in one statement.
 * @param field the field that the statement is reported for
 * @param ranges requests of one shape
 * @returns the rows of each range, in the order of the ranges
 * @throws GatewayError
 */
export async function readUniqueRanges(
  field: string,
  ranges: readonly [UniqueRangeRequest, ...UniqueRangeRequest[]],
  context: RequestContext,
  { contexts, execution }: ReadingTools,
): Promise<readonly RowsPart[]> {
  const contextOf = contexts.for(context, randomMark());
  const plan = planUniqueRanges(ranges, contextOf(ranges[0].rows.table));
  const { limits } = execution;
  const maxResultBytes = Math.min(limits.maxResultBytes, MAX_BYTES_TOGETHER);
  const { body } = await runStatements(
    context,
    { ...execution, limits: { ...limits, maxResultBytes } },
    contextOf,
    (run) => run(field, plan, []),
  );
  return splitParts(
    body,
    ranges.map(({ range }) => range),
  );
}
