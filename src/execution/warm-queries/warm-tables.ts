import { createHash, randomBytes } from 'node:crypto';
import type { WarmQuery } from '../../planning/plan/planned-statement';
import type { ClickHouse, ClickHouseSession, StatementOptions } from '../../clickhouse/clickhouse';
import type { Sql } from '../../sql/sql';
import { randomMark } from '../../util/random-mark';
import { AskedOften } from './asked-often';
import { isRefusal, isSessionLost } from './session-failures';

/**
 * Declaring costs 1 to 2 ms, reading over a kept connection saves 5 to 13 (26.7.2 over PostgreSQL
 * 15).
 */
const OFTEN = { times: 3, withinMs: 10_000, maxQuestions: 1_000 };
const IDLE_SECONDS = 30;
/** A table that was idle for longer is not used again: ClickHouse is about to end its session. */
const USABLE_MS = (IDLE_SECONDS - 3) * 1000;
/**
 * A table that was used within this time keeps its place: else questions that take turns would push
 * each other out.
 */
const REPLACED_AFTER_MS = 2_000;
/**
 * For a longer answer no table is kept: the connection is a small part of its cost, and without a
 * table it may be sent on while it is read.
 */
const MAX_ANSWER_BYTES = 1024 * 1024;
/** For so long a question with a long answer gets no table. */
const LONG_FOR_MS = 5 * 60_000;
/**
 * After so many sessions in a row that were not found again, nothing is kept: behind a balancer
 * another server answers each time.
 */
const MAX_LOST = 3;

/** A temporary table with `query=`, in a ClickHouse session of its own. */
export interface WarmTable {
  readonly question: string;
  readonly service: string;
  readonly version: string;
  readonly session: ClickHouseSession;
  /** The text by which its statements are known in the service. */
  readonly mark: string;
  isDeclared: boolean;
  hasAnswered: boolean;
  isBusy: boolean;
  usedAt: number;
}

export interface WarmTablesOptions {
  readonly clickhouse: Pick<ClickHouse, 'run' | 'endSession'>;
  /** Tables for one service at most, idle ones included. */
  readonly perService: number;
  /** A clock, in milliseconds. */
  readonly now: () => number;
  /** Told once, when ClickHouse refuses to keep anything, and nothing will be kept any more. */
  readonly onRefused: (cause: unknown) => void;
}

/**
 * The passthrough queries that are asked often, as temporary tables that keep their connections to
 * services. A temporary table lies in no file, nobody else sees it, and it ends by itself when the
 * gateway does.
 */
export class WarmTables {
  readonly #asked = new AskedOften(OFTEN);
  readonly #tables = new Map<string, WarmTable>();
  /** Questions with long answers, and until when they are left alone. */
  readonly #long = new Map<string, number>();
  #versions: ReadonlySet<string> = new Set();
  #isRefused = false;
  #lost = 0;

  constructor(private readonly options: WarmTablesOptions) {}

  /**
   * The table of a query, which is the caller's until `giveBack` or `failed`; null where it has
   * none, or somebody else reads it.
   */
  take(query: WarmQuery, service: string): WarmTable | null {
    if (this.#isRefused || !this.#versions.has(query.version)) return null;
    const now = this.options.now();
    const question = createHash('sha256').update(query.question).digest('base64');
    const found = this.#tables.get(question);
    if (found?.isBusy === true) return null;
    if (found !== undefined && now - found.usedAt < USABLE_MS) {
      found.isBusy = true;
      return found;
    }
    if (found !== undefined) void this.#forget(found);
    if (
      now < (this.#long.get(question) ?? 0) ||
      !this.#asked.count(question, now) ||
      !this.#makeRoom(service, now)
    )
      return null;
    const session: ClickHouseSession = {
      id: randomBytes(24).toString('base64url'),
      idleSeconds: IDLE_SECONDS,
    };
    const table: WarmTable = {
      question,
      service,
      version: query.version,
      session,
      mark: randomMark(),
      isDeclared: false,
      hasAnswered: false,
      isBusy: true,
      usedAt: now,
    };
    this.#tables.set(question, table);
    return table;
  }

  /** Declares a table in its session. @throws what `ClickHouse` throws */
  async declare(
    table: WarmTable,
    declaration: Sql,
    options: Pick<StatementOptions, 'signal' | 'timeoutMs'>,
  ): Promise<void> {
    await this.options.clickhouse.run(declaration, {
      ...options,
      session: { ...table.session, isNew: true },
    });
    table.isDeclared = true;
  }

  /** Called after an answer. */
  giveBack(table: WarmTable, answerBytes: number): void {
    this.#lost = 0;
    table.hasAnswered = true;
    table.isBusy = false;
    table.usedAt = this.options.now();
    if (answerBytes > MAX_ANSWER_BYTES) this.#leaveAlone(table);
    // A table that is not listed any more was made from records that have changed meanwhile.
    else if (this.#tables.get(table.question) !== table) void this.#end(table);
  }

  /**
   * Called after a failure. The table is not used again: its statement may still run, or its
   * connection may be in the middle of an answer.
   */
  failed(table: WarmTable, error: unknown): void {
    void this.#forget(table);
    if (!table.hasAnswered && isSessionLost(error)) this.#lost += 1;
    if ((!table.isDeclared && isRefusal(error)) || this.#lost >= MAX_LOST) this.#refuse(error);
  }

  /**
   * Ends the tables that were made from other versions than these, once nobody reads them.
   * @returns when those that nobody reads now have ended
   */
  async follow(versions: ReadonlySet<string>): Promise<void> {
    this.#versions = versions;
    const stale = [...this.#tables.values()].filter(({ version }) => !versions.has(version));
    for (const { question } of stale) this.#tables.delete(question);
    await Promise.all(stale.filter(({ isBusy }) => !isBusy).map((table) => this.#end(table)));
  }

  /** Whether the service may have one more table; an idle one may have to go for it. */
  #makeRoom(service: string, now: number): boolean {
    const others = [...this.#tables.values()].filter((table) => table.service === service);
    if (others.length < this.options.perService) return true;
    const idle = others
      .filter(({ isBusy, usedAt }) => !isBusy && now - usedAt >= REPLACED_AFTER_MS)
      .toSorted((a, b) => a.usedAt - b.usedAt)[0];
    if (idle !== undefined) void this.#forget(idle);
    return idle !== undefined;
  }

  /** Gives the question no table for a while. */
  #leaveAlone(table: WarmTable): void {
    void this.#forget(table);
    if (this.#long.size >= OFTEN.maxQuestions) this.#long.clear();
    this.#long.set(table.question, this.options.now() + LONG_FOR_MS);
  }

  #forget(table: WarmTable): Promise<void> {
    if (this.#tables.get(table.question) === table) this.#tables.delete(table.question);
    return this.#end(table);
  }

  /** Ends the session, and the table with it. Never fails. */
  #end({ session }: WarmTable): Promise<void> {
    return this.options.clickhouse.endSession(session.id);
  }

  #refuse(cause: unknown): void {
    if (this.#isRefused) return;
    this.#isRefused = true;
    void this.follow(new Set());
    this.options.onRefused(cause);
  }
}
