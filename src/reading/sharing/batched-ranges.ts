import type { ExecutionLimits } from '../../execution/statements/run-statement';
import { RawJson } from '../../model/raw-json';
import { Batcher } from './batcher';
import type { RowsPart } from '../../execution/slots/split-parts';
import type { DataRequest } from '../../model/selection/data-request';
import type { UniqueRangeRequest } from '../../planning/strategy/unique-range-request';
import { splitBySize } from '../../util/split-by-size';
import type { ReadData } from '../request/read-data';
import { BatchOptOut } from './batch-opt-out';
import type { RequestContext } from '../request/request-context';
import { mayBeCausedByOne, mayShareReading, ONE_AT_A_TIME, sharedContext } from './shared-context';

const MAX_QUESTIONS = 64;
/** Of one question: for more rows a statement of its own costs little. */
const MAX_ROWS = 2_000;
/** Of one statement: no question waits for more rows of others. */
const MAX_ROWS_TOGETHER = 8_000;
/** ClickHouse counts the bytes of columns, of which narrow ones have fewer in JSON: an answer that is near the limit is left to it. */
const NARROWEST = 2;

/** Several lists in one statement. */
export interface RangeReader {
  readonly limits: Pick<ExecutionLimits, 'maxResultRows' | 'maxResultBytes'>;
  /** Null for a request that is none for a range of at most so many rows. */
  toRange(request: DataRequest, maxRows: number): UniqueRangeRequest | null;
  /** The rows of each of the ranges. @throws GatewayError */
  read(
    field: string,
    ranges: readonly [UniqueRangeRequest, ...UniqueRangeRequest[]],
    context: RequestContext,
  ): Promise<readonly RowsPart[]>;
}

interface Question {
  readonly request: DataRequest;
  readonly range: UniqueRangeRequest;
  readonly context: RequestContext;
}

/** Gives what was found, and enters it into the account of who asked. Null: to be read alone. @throws GatewayError */
type Answer = ((context: RequestContext) => RawJson) | null;

/** Reads as `read` does; but lists in ranges of a unique number that arrive together, of any requests, are one statement. */
export function withBatchedRanges(read: ReadData, reader: RangeReader): ReadData {
  const batcher = new Batcher<Question, Answer>({ ...ONE_AT_A_TIME, maxItems: MAX_QUESTIONS });
  const alone = new BatchOptOut();
  const maxRows = Math.min(MAX_ROWS, reader.limits.maxResultRows);
  return async (request, context, mayStream) => {
    const range = mayShareReading(context) ? reader.toRange(request, maxRows) : null;
    if (range === null || alone.has(range.shape)) return read(request, context, mayStream);
    const answer = await batcher.join(
      range.shape,
      { request, range, context },
      context.signal,
      (all, signal) => readBatch(all, signal, read, reader),
    );
    if (answer !== null) return answer(context);
    alone.add(range.shape);
    return read(request, context, mayStream);
  };
}

async function readBatch(
  all: readonly Question[],
  signal: AbortSignal,
  read: ReadData,
  reader: RangeReader,
): Promise<readonly Answer[]> {
  const answers = new Map<Question, Answer>();
  await Promise.all(
    statementsOf(all).map(async ([first, ...others]) => {
      if (first === undefined) return;
      const found = await (
        others.length === 0
          ? readOne(first, signal, read)
          : readTogether([first, ...others], signal, reader)
      ).catch((error: unknown) => refusal(error));
      for (const [index, question] of [first, ...others].entries())
        answers.set(question, typeof found === 'function' ? found : (found?.[index] ?? null));
    }),
  );
  return all.map((question) => answers.get(question) ?? null);
}

/** In the order of their ranges, so that those that overlap stand together. */
function statementsOf(all: readonly Question[]): readonly (readonly Question[])[] {
  const inOrder = [...all].sort((one, other) =>
    one.range.range.first < other.range.range.first ? -1 : 1,
  );
  return splitBySize(inOrder, MAX_ROWS_TOGETHER, ({ range }) => range.maxRows);
}

async function readOne(
  { request, context: asked }: Question,
  signal: AbortSignal,
  read: ReadData,
): Promise<Answer> {
  const shared = sharedContext(asked, signal);
  const answer = await read(request, shared);
  return (context) => {
    context.usage.addAllOf(shared.usage);
    return answer;
  };
}

/** Of an answer only what is its own counts for each, but all that was pulled does. */
async function readTogether(
  all: readonly [Question, ...Question[]],
  signal: AbortSignal,
  reader: RangeReader,
): Promise<readonly Answer[]> {
  const [{ request, range, context: asked }, ...others] = all;
  const shared = sharedContext(asked, signal);
  const { limits } = reader;
  const parts = await reader.read(
    request.field,
    [range, ...others.map((other) => other.range)],
    shared,
  );
  return parts.map(({ rows, body }) =>
    body.length > limits.maxResultBytes / NARROWEST
      ? null
      : (context) => {
          context.usage.addPullsOf(shared.usage);
          context.usage.addAnswer({ rows, bytes: body.length }, limits);
          return new RawJson(body);
        },
  );
}

/** The same error for all, or null where one of them may be the cause. */
function refusal(error: unknown): Answer {
  if (mayBeCausedByOne(error)) return null;
  return () => {
    throw error;
  };
}
