import type { GraphQLResolveInfo } from 'graphql';
import { RawJson } from '../../execution/statements/raw-json';
import { Rounds } from '../../reading/sharing/rounds';
import { FieldNames } from '../model/field-names';
import { enterShared } from '../../reading/ledger-of';
import type { RequestContext } from '../../reading/request-context';
import { mayShareReading, ONE_AT_A_TIME, sharedContext } from '../../reading/sharing/share-reading';

const MAX_REQUESTS = 1_000;

interface Shared {
  readonly answer: unknown;
  readonly context: RequestContext;
}

/**
 * The same field of the same operation, asked again with the same variables while it is being read: those that wait share the next
 * reading.
 */
export class SharedAnswers {
  readonly #rounds = new Rounds<RequestContext, Shared>({
    ...ONE_AT_A_TIME,
    maxItems: MAX_REQUESTS,
  });
  readonly #names = new FieldNames();

  /** @throws GatewayError what `ask` throws */
  async answer(
    info: Pick<GraphQLResolveInfo, 'fieldNodes' | 'variableValues'>,
    context: RequestContext,
    ask: (context: RequestContext, isShared: boolean) => Promise<unknown>,
  ): Promise<unknown> {
    const [node] = info.fieldNodes;
    if (node === undefined || info.fieldNodes.length > 1 || !mayShareReading(context))
      return ask(context, false);
    const question = `${this.#names.of(node)} ${context.caller.role} ${JSON.stringify(info.variableValues)}`;
    const shared = await this.#rounds.join(
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
      enterShared(context, shared.context);
    } catch (error) {
      if (shared.answer instanceof RawJson) shared.answer.rest?.destroy();
      throw error;
    }
    return shared.answer;
  }
}
