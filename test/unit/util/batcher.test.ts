import { setImmediate as turn } from 'node:timers/promises';
import { Batcher } from '../../../src/util/batcher';

/** Batcher over a question that is answered when the test says so. */
function openBatcher(limits: Partial<ConstructorParameters<typeof Batcher>[0]> = {}) {
  const batcher = new Batcher<number, string>({
    running: 1,
    maxWaitMs: 60_000,
    maxItems: 10,
    ...limits,
  });
  const asked: {
    readonly items: readonly number[];
    readonly signal: AbortSignal;
    readonly end: (error?: Error) => void;
  }[] = [];
  const join = (
    item: number,
    kind = 'kind',
    signal = new AbortController().signal,
  ): Promise<string> =>
    batcher.join(
      kind,
      item,
      signal,
      (items, shared) =>
        new Promise((resolve, reject) => {
          asked.push({
            items,
            signal: shared,
            end: (error) => {
              if (error === undefined) resolve(items.map((each) => `answer ${each}`));
              else reject(error);
            },
          });
        }),
    );
  return { asked, join };
}

describe('batcher', () => {
  test('begin at once, with all that comes in one go', async () => {
    const { asked, join } = openBatcher();
    const answers = Promise.all([join(1), join(2)]);
    await turn();
    expect(asked.map(({ items }) => items)).toEqual([[1, 2]]);
    asked[0]?.end();
    expect(await answers).toEqual(['answer 1', 'answer 2']);
  });

  test('gather what comes while one runs, and never join one that has begun', async () => {
    const { asked, join } = openBatcher();
    const first = join(1);
    await turn();
    const others = Promise.all([join(2), join(3)]);
    await turn();
    expect(asked).toHaveLength(1);
    asked[0]?.end();
    expect(await first).toBe('answer 1');
    await turn();
    expect(asked.map(({ items }) => items)).toEqual([[1], [2, 3]]);
    asked[1]?.end();
    expect(await others).toEqual(['answer 2', 'answer 3']);
  });

  test('of different kinds do not wait for each other', async () => {
    const { asked, join } = openBatcher();
    void join(1, 'one');
    void join(2, 'other');
    await turn();
    expect(asked).toHaveLength(2);
  });

  test('do not wait when they are full, or for longer than they may', async () => {
    const { asked, join } = openBatcher({ maxItems: 2, maxWaitMs: 1 });
    void join(1);
    await turn();
    void join(2);
    void join(3);
    await turn();
    expect(asked.map(({ items }) => items)).toEqual([[1], [2, 3]]);
    void join(4);
    while (asked.length < 3)
      await new Promise((resolve) => {
        setTimeout(resolve, 1);
      });
    expect(asked[2]?.items).toEqual([4]);
  });

  test('go on when one leaves, and are given up when all have left', async () => {
    const { asked, join } = openBatcher();
    const [one, other] = [new AbortController(), new AbortController()];
    const answers = Promise.allSettled([
      join(1, 'kind', one.signal),
      join(2, 'kind', other.signal),
    ]);
    await turn();
    one.abort(new Error('gone'));
    expect(asked[0]?.signal.aborted).toBe(false);
    other.abort(new Error('gone, too'));
    expect(asked[0]?.signal.aborted).toBe(true);
    expect(
      (await answers).map((answer) =>
        answer.status === 'rejected' ? (answer.reason as Error).message : answer.value,
      ),
    ).toEqual(['gone', 'gone, too']);
  });

  test('are not spoilt by those who leave before they begin', async () => {
    const { asked, join } = openBatcher();
    const leaving = new AbortController();
    void join(1);
    await turn();
    const left = join(2, 'kind', leaving.signal);
    leaving.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    const stays = join(3);
    asked[0]?.end();
    await turn();
    expect(asked[1]?.items).toEqual([3]);
    expect(asked[1]?.signal.aborted).toBe(false);
    asked[1]?.end();
    expect(await stays).toBe('answer 3');
  });

  test('tell all of a failure, and the next batch begins', async () => {
    const { asked, join } = openBatcher();
    const failed = Promise.allSettled([join(1), join(2)]);
    await turn();
    const next = join(3);
    asked[0]?.end(new Error('no'));
    expect((await failed).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await turn();
    asked[1]?.end();
    expect(await next).toBe('answer 3');
  });
});
