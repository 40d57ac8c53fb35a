import type { RowsPart } from '../../execution/slots/split-parts';
import type { ExecutionLimits } from '../../execution/statements/run-statement';
import type { UniqueRangeRequest } from '../../planning/strategy/unique-range-request';
import { RawJson } from '../../model/raw-json';
import type { DataRequest } from '../../model/selection/data-request';
import { Batcher } from '../../util/batcher';
import { splitBySize } from '../../util/split-by-size';
import type { ReadData } from '../request/read-data';
import type { RequestContext } from '../request/request-context';
import { BatchOptOut } from './batch-opt-out';
import { mayBeCausedByOne, mayShareReading, ONE_AT_A_TIME, sharedContext } from './shared-context';

const MAX_QUESTIONS = 64;
/** The largest range that is batched: beside more rows, a statement of its own costs little. */
const MAX_ROWS = 2_000;
/** The rows of one statement, at most: nobody waits for more rows of others. */
const MAX_ROWS_TOGETHER = 8_000;
/**
 * ClickHouse counts the bytes of columns, and a narrow column has fewer in JSON. An answer of more
 * than this share of the limit is read by itself, so that ClickHouse decides.
 */
const LARGE_SHARE = 1 / 2;

/** Reads several lists in one statement. */
export interface RangeReader {
  readonly limits: Pick<ExecutionLimits, 'maxResultRows' | 'maxResultBytes'>;
  /**
   * The range that a request asks for; null when it asks for something else, or for more than
   * `maxRows` rows.
   */
  toRange(request: DataRequest, maxRows: number): UniqueRangeRequest | null;
  /** The rows of each range, in the order of the ranges. @throws GatewayError */
  read(
    field: string,
    ranges: readonly [UniqueRangeRequest, ...UniqueRangeRequest[]],
    context: RequestContext,
  ): Promise<readonly RowsPart[]>;
}

/** A request for the rows in one range. */
interface Question {
  readonly request: DataRequest;
  readonly range: UniqueRangeRequest;
  readonly context: RequestContext;
}

/**
 * Gives what was found, and counts it in the usage of who asked. Null: the question has to be read
 * by itself.
 * @throws GatewayError
 */
type Answer = ((context: RequestContext) => RawJson) | null;

/**
 * Reads as `read` does, but lists in ranges of a unique number that arrive together, whoever sends
 * them, are one statement.
 */
export function withBatchedRanges(read: ReadData, reader: RangeReader): ReadData {
  const batcher = new Batcher<Question, Answer>({ ...ONE_AT_A_TIME, maxItems: MAX_QUESTIONS });
  const optOut = new BatchOptOut();
  const maxRows = Math.min(MAX_ROWS, reader.limits.maxResultRows);
  return async (request, context, mayStream) => {
    const range = mayShareReading(context) ? reader.toRange(request, maxRows) : null;
    if (range === null || optOut.has(range.shape)) return read(request, context, mayStream);
    const answer = await batcher.join(
      range.shape,
      { request, range, context },
      context.signal,
      (all, signal) => readBatch(all, signal, read, reader),
    );
    if (answer !== null) return answer(context);
    optOut.add(range.shape);
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

/**
 * Groups of questions, one for each statement. Ranges that overlap stand beside each other, so that
 * their rows are read once.
 */
function statementsOf(all: readonly Question[]): readonly (readonly Question[])[] {
  const inOrder = [...all].sort((one, other) =>
    one.range.range.first < other.range.range.first ? -1 : 1,
  );
  return splitBySize(inOrder, MAX_ROWS_TOGETHER, ({ range }) => range.maxRows);
}

/** A question that is the only one of its statement is read as any other request. */
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

/** Each question counts its own rows as answered, and all rows that were pulled. */
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
    body.length > limits.maxResultBytes * LARGE_SHARE
      ? null
      : (context) => {
          context.usage.addPullsOf(shared.usage);
          context.usage.addAnswer({ rows, bytes: body.length }, limits);
          return new RawJson(body);
        },
  );
}

/**
 * An answer that is the error, for all of a statement; null where one of its questions may have
 * caused it.
 */
function refusal(error: unknown): Answer {
  if (mayBeCausedByOne(error)) return null;
  return () => {
    throw error;
  };
}
