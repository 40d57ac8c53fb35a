import type { RequestContext } from '../../reading/request/request-context';
import { ONE_AT_A_TIME, sharedContext } from '../../reading/sharing/shared-context';
import { RawJson } from '../../model/raw-json';
import { Batcher } from '../../util/batcher';

const MAX_REQUESTS = 1_000;

/** Answers the question for one request, or for several. @throws GatewayError */
export type AskOnce = (context: RequestContext, isShared: boolean) => Promise<unknown>;

interface SharedAnswer {
  readonly answer: unknown;
  readonly context: RequestContext;
}

/**
 * Asks a question once for all requests that ask it while it is being answered: those that come
 * meanwhile wait, and share the next answer. An answer is never older than the request that gets
 * it.
 */
export class SingleFlight {
  readonly #batcher = new Batcher<RequestContext, SharedAnswer>({
    ...ONE_AT_A_TIME,
    maxItems: MAX_REQUESTS,
  });

  /**
   * @param question the same text for requests that may have the same answer
   * @param context of a request that may share (`mayShareReading`)
   * @throws GatewayError what `ask` throws, or RESULT_TOO_LARGE, SOURCE_SCAN_TOO_LARGE
   */
  async answer(question: string, context: RequestContext, ask: AskOnce): Promise<unknown> {
    const shared = await this.#batcher.join(
      question,
      context,
      context.signal,
      async ([first = context, ...others], signal) => {
        const own = sharedContext(first, signal);
        const answer = { answer: await ask(own, others.length > 0), context: own };
        return [answer, ...others.map(() => answer)];
      },
    );
    try {
      context.usage.addAllOf(shared.context.usage);
    } catch (error) {
      if (shared.answer instanceof RawJson) shared.answer.rest?.destroy();
      throw error;
    }
    return shared.answer;
  }
}
