import { GatewayError } from '../../../src/errors/gateway-error';
import { AskedOften } from '../../../src/execution/warm-queries/asked-often';
import { WarmTables, type WarmTable } from '../../../src/execution/warm-queries/warm-tables';
import type { WarmQuery } from '../../../src/planning/plan/planned-statement';
import { EMPTY_SQL, sql } from '../../../src/sql/sql';
import { GOLDEN_SNAPSHOT } from '../../fixtures/golden-snapshot';

const [SHOP_TABLE] = GOLDEN_SNAPSHOT.exposedTables;
if (SHOP_TABLE === undefined) throw new Error('no table');

describe('a question is asked often', () => {
  const open = () => new AskedOften({ times: 3, withinMs: 100, maxQuestions: 2 });

  test('when it is asked for the third time in time, and is then counted from the beginning', () => {
    const asked = open();
    expect([0, 50, 99, 100, 101, 102].map((now) => asked.count('a', now))).toEqual([
      false,
      false,
      true,
      false,
      false,
      true,
    ]);
  });

  test('not when the times lie too far apart', () => {
    const asked = open();
    expect([0, 60, 120, 180, 240].map((now) => asked.count('a', now))).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  test('not when more others are asked in between than are counted', () => {
    const asked = open();
    expect(['a', 'a', 'b', 'c', 'a', 'a'].map((question) => asked.count(question, 0))).toEqual([
      false,
      false,
      false,
      false,
      false,
      false,
    ]);
    expect(asked.count('a', 0)).toBe(true);
  });
});

describe('warm tables', () => {
  const query = (question: string, version = 'v1'): WarmQuery => ({
    question,
    version,
    table: SHOP_TABLE,
    query: sql`SELECT 1`,
    columns: ['row'],
    around: { before: EMPTY_SQL, after: EMPTY_SQL },
  });

  /** With a clock of the test; sessions that were ended, and why nothing is kept any more. */
  function open(perService = 2) {
    const ended: string[] = [];
    const refusals: unknown[] = [];
    const clock = { now: 0 };
    const tables = new WarmTables({
      clickhouse: {
        run: () => Promise.resolve(),
        endSession: (id) => {
          ended.push(id);
          return Promise.resolve();
        },
      },
      perService,
      now: () => clock.now,
      onRefused: (cause) => {
        refusals.push(cause);
      },
    });
    void tables.follow(new Set(['v1']));
    /** The table of a question that is asked as often as it must be. */
    const warm = (question: string, version?: string): WarmTable | null => {
      for (let times = 0; times < 2; times += 1)
        expect(tables.take(query(question, version), 'shop')).toBeNull();
      return tables.take(query(question, version), 'shop');
    };
    const use = (question: string): WarmTable => {
      const table = warm(question);
      if (table === null) throw new Error(`no table for ${question}`);
      tables.giveBack(table, 100);
      return table;
    };
    return {
      tables,
      ended,
      refusals,
      clock,
      warm,
      use,
      take: (question: string) => tables.take(query(question), 'shop'),
    };
  }

  test('are for questions that are asked often, and for one statement at a time', () => {
    const { tables, warm, take } = open();
    const table = warm('a');
    expect(table).not.toBeNull();
    expect(take('a')).toBeNull();
    if (table !== null) tables.giveBack(table, 100);
    expect(take('a')).toBe(table);
  });

  test('are as many as there may be for a service: another question gets the place of one that is asked no more', () => {
    const { clock, ended, use, warm, take } = open();
    const [first] = [use('a'), use('b')];
    clock.now = 1_000;
    expect(warm('c')).toBeNull();
    expect(ended).toEqual([]);
    clock.now = 2_500;
    expect(warm('c')).not.toBeNull();
    expect(ended).toEqual([first.session.id]);
    expect(take('b')).not.toBeNull();
  });

  test('one that is read keeps its place', () => {
    const { clock, ended, warm } = open(1);
    expect(warm('a')).not.toBeNull();
    clock.now = 5_000;
    expect(warm('b')).toBeNull();
    expect(ended).toEqual([]);
  });

  test('one that was not used for long is not used again: ClickHouse ends its session about then', () => {
    const { clock, ended, use, take } = open();
    const { session } = use('a');
    clock.now = 28_000;
    expect(take('a')).toBeNull();
    expect(ended).toEqual([session.id]);
  });

  test('end with what they were made from, those that are read when they were read', async () => {
    const { tables, ended, use, warm, take } = open();
    const idle = use('a');
    const read = warm('b');
    await tables.follow(new Set(['v2']));
    expect(ended).toEqual([idle.session.id]);
    if (read !== null) tables.giveBack(read, 100);
    expect(ended).toEqual([idle.session.id, read?.session.id]);
    // A request that began before the change plans with the records of before.
    for (let times = 0; times < 5; times += 1) expect(take('a')).toBeNull();
    expect(warm('a')).toBeNull();
  });

  test('are not for long answers, until one of them may have become short', () => {
    const { tables, clock, ended, warm, take } = open();
    const table = warm('a');
    if (table !== null) tables.giveBack(table, 2_000_000);
    expect(ended).toEqual([table?.session.id]);
    for (let times = 0; times < 5; times += 1) expect(take('a')).toBeNull();
    clock.now = 301_000;
    expect(warm('a')).not.toBeNull();
  });

  test('one that failed is not used again, and its question is counted anew', () => {
    const { tables, ended, warm, take } = open();
    const table = warm('a');
    if (table !== null) tables.failed(table, new GatewayError('SERVICE_QUERY_FAILED', 'failed'));
    expect(ended).toEqual([table?.session.id]);
    expect(take('a')).toBeNull();
  });

  test('are given up when ClickHouse refuses to declare them', () => {
    const { tables, refusals, warm } = open();
    const table = warm('a');
    if (table !== null)
      tables.failed(
        table,
        new GatewayError('CLICKHOUSE_ACCESS_DENIED', 'refused', {
          details: { clickhouseCode: 497 },
        }),
      );
    expect(refusals).toHaveLength(1);
    expect(warm('a')).toBeNull();
  });

  test('are given up when sessions that were opened just now are not there, as behind a balancer', () => {
    const { tables, refusals, warm, use } = open();
    const lose = (question: string): void => {
      const table = warm(question);
      if (table !== null)
        tables.failed(
          table,
          new GatewayError('CLICKHOUSE_QUERY_FAILED', 'gone', { details: { clickhouseCode: 372 } }),
        );
    };
    lose('a');
    lose('a');
    use('b');
    lose('a');
    lose('a');
    expect(refusals).toHaveLength(0);
    lose('a');
    expect(refusals).toHaveLength(1);
  });
});
