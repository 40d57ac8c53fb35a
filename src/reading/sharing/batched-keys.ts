import {
  uniqueKeyRequest,
  uniqueKeyText,
  type UniqueKeyRequest,
} from '../../planning/strategy/unique-key-request';
import { RawJson } from '../../model/raw-json';
import type { DataRequest } from '../../model/selection/data-request';
import { Batcher } from '../../util/batcher';
import type { ReadData } from '../request/read-data';
import type { RequestContext } from '../request/request-context';
import { mayBeCausedByOne, mayShareReading, ONE_AT_A_TIME, sharedContext } from './shared-context';

const MAX_KEYS = 100;

/** A request for the row with one key. */
interface LookUp {
  readonly request: DataRequest;
  readonly key: UniqueKeyRequest;
  readonly context: RequestContext;
}

/** An answer, and the context that counted what was used for it. */
interface Found {
  readonly answer: RawJson;
  readonly context: RequestContext;
}

/**
 * Reads the rows of several keys in one statement, each by the text of its key.
 * @throws GatewayError
 */
export type ReadKeys = (
  field: string,
  keys: readonly [UniqueKeyRequest, ...UniqueKeyRequest[]],
  context: RequestContext,
) => Promise<ReadonlyMap<string, Buffer>>;

/**
 * Reads as `read` does, but requests for rows by their keys that arrive together, whoever sends
 * them, are one statement.
 * @param maxKeys keys that are sent to a service as literals, at most
 */
export function withBatchedKeys(read: ReadData, readKeys: ReadKeys, maxKeys: number): ReadData {
  const batcher = new Batcher<LookUp, Found | null>({
    ...ONE_AT_A_TIME,
    maxItems: Math.min(MAX_KEYS, maxKeys),
  });
  return async (request, context, mayStream) => {
    const key = mayShareReading(context) ? uniqueKeyRequest(request) : null;
    if (key === null) return read(request, context, mayStream);
    const found = await batcher.join(
      key.shape,
      { request, key, context },
      context.signal,
      ([first, ...others], signal) =>
        first === undefined
          ? Promise.resolve([])
          : readTogether([first, ...others], signal, read, readKeys),
    );
    if (found === null) return read(request, context);
    context.usage.addAllOf(found.context.usage);
    return found.answer;
  };
}

/**
 * The answers to all of a batch; null for each that has to be read by itself.
 * @throws GatewayError
 */
async function readTogether(
  all: readonly [LookUp, ...LookUp[]],
  signal: AbortSignal,
  read: ReadData,
  readKeys: ReadKeys,
): Promise<readonly (Found | null)[]> {
  const [{ request, key, context: one }, ...others] = all;
  const context = sharedContext(one, signal);
  if (others.length === 0) return [{ answer: await read(request, context), context }];
  try {
    const rows = await readKeys(request.field, [key, ...others.map((other) => other.key)], context);
    return all.map((each) => ({ answer: toAnswer(each, rows), context }));
  } catch (error) {
    if (mayBeCausedByOne(error)) return all.map(() => null);
    throw error;
  }
}

function toAnswer({ request, key }: LookUp, rows: ReadonlyMap<string, Buffer>): RawJson {
  const row = rows.get(uniqueKeyText(key, key.key) ?? '');
  if (request.result === 'ONE') return new RawJson(row ?? Buffer.from('null'));
  return new RawJson(
    row === undefined
      ? Buffer.from('[]')
      : Buffer.concat([Buffer.from('['), row, Buffer.from(']')]),
  );
}
