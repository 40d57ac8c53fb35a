import type { FieldNode, GraphQLResolveInfo } from 'graphql';
import { RawJson } from '../execution/raw-json';
import { Rounds } from '../execution/rounds';
import type { RequestContext } from './request-context';
import { enterShared, mayShareReading, sharedContext } from './share-reading';

/** One at a time makes the largest rounds; a slow one holds nobody back for long. */
const LIMITS = { running: 1, maxWaitMs: 25, maxItems: 1_000 };

interface Shared {
  readonly answer: unknown;
  readonly context: RequestContext;
}

/**
 * The same field of the same operation, asked again with the same variables while it is being read: those that wait share the next
 * reading. Apollo Server keeps parsed operations, so the same text is the same field node.
 */
export class SharedAnswers {
  readonly #rounds = new Rounds<RequestContext, Shared>(LIMITS);
  readonly #names = new WeakMap<FieldNode, string>();
  #named = 0;

  /** @throws GatewayError what `ask` throws */
  async answer(info: Pick<GraphQLResolveInfo, 'fieldNodes' | 'variableValues'>, context: RequestContext, ask: (context: RequestContext, isShared: boolean) => Promise<unknown>): Promise<unknown> {
    const [node] = info.fieldNodes;
    if (node === undefined || info.fieldNodes.length > 1 || !mayShareReading(context)) return ask(context, false);
    const question = `${this.#nameOf(node)} ${context.caller.role} ${JSON.stringify(info.variableValues)}`;
    const shared = await this.#rounds.join(question, context, context.signal, async ([first = context, ...others], signal) => {
      const own = sharedContext(first, signal);
      const answer = { answer: await ask(own, others.length > 0), context: own };
      return [answer, ...others.map(() => answer)];
    });
    try {
      enterShared(context, shared.context);
    } catch (error) {
      if (shared.answer instanceof RawJson) shared.answer.rest?.destroy();
      throw error;
    }
    return shared.answer;
  }

  #nameOf(node: FieldNode): string {
    const name = this.#names.get(node) ?? String(this.#named++);
    this.#names.set(node, name);
    return name;
  }
}
