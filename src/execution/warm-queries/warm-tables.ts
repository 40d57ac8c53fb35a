import { createHash, randomBytes } from 'node:crypto';
import type { ClickHouse, ClickHouseSession, StatementOptions } from '../../clickhouse/clickhouse';
import type { WarmQuery } from '../../planning/plan/planned-statement';
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
/** ClickHouse ends the session somewhat later. */
const USABLE_MS = (IDLE_SECONDS - 3) * 1000;
/**
 * One that is still asked for goes on: else questions that take turns would push each other out.
 */
const REPLACED_AFTER_MS = 2_000;
/**
 * Of a longer answer the connection is a small part, and only without a table may it be sent on
 * while it is read.
 */
const MAX_ANSWER_BYTES = 1024 * 1024;
const LONG_FOR_MS = 5 * 60_000;
/**
 * Where another server answers each time, as behind a balancer, hardly a session is found again.
 */
const MAX_LOST = 3;

/** A table of a session of its own. */
export interface WarmTable {
  readonly question: string;
  readonly service: string;
  readonly version: string;
  readonly session: ClickHouseSession;
  /** By which its statements are known in the service. */
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
  /** In milliseconds. */
  readonly now: () => number;
  /** Told once, when nothing will be kept any more. */
  readonly onRefused: (cause: unknown) => void;
}

/**
 * The passthrough queries whose connections ClickHouse keeps, because they are asked often. Each is
 * a temporary table in a session: it lies in no file, nobody else sees it, and it ends by itself
 * when the gateway does.
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
   * The table for a query, which is the caller's until `giveBack` or `failed`; null where it has
   * none, or somebody reads it.
   */
  take(kept: WarmQuery, service: string): WarmTable | null {
    if (this.#isRefused || !this.#versions.has(kept.version)) return null;
    const now = this.options.now();
    const question = createHash('sha256').update(kept.question).digest('base64');
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
      version: kept.version,
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

  /** @throws what `ClickHouse` throws */
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

  /** After an answer. */
  giveBack(table: WarmTable, answerBytes: number): void {
    this.#lost = 0;
    table.hasAnswered = true;
    table.isBusy = false;
    table.usedAt = this.options.now();
    if (answerBytes > MAX_ANSWER_BYTES) this.#leaveAlone(table);
    // What it was made from has changed meanwhile.
    else if (this.#tables.get(table.question) !== table) void this.#end(table);
  }

  /**
   * It is not used again: its statement may still run, or its connection may be in the middle of
   * something.
   */
  failed(table: WarmTable, error: unknown): void {
    void this.#forget(table);
    if (!table.hasAnswered && isSessionLost(error)) this.#lost += 1;
    if ((!table.isDeclared && isRefusal(error)) || this.#lost >= MAX_LOST) this.#refuse(error);
  }

  /**
   * Ends tables made from anything else than what exists now.
   * @returns when those that nobody reads have ended
   */
  async follow(versions: ReadonlySet<string>): Promise<void> {
    this.#versions = versions;
    const stale = [...this.#tables.values()].filter(({ version }) => !versions.has(version));
    for (const { question } of stale) this.#tables.delete(question);
    await Promise.all(stale.filter(({ isBusy }) => !isBusy).map((table) => this.#end(table)));
  }

  #makeRoom(service: string, now: number): boolean {
    const others = [...this.#tables.values()].filter((table) => table.service === service);
    if (others.length < this.options.perService) return true;
    const idle = others
      .filter(({ isBusy, usedAt }) => !isBusy && now - usedAt >= REPLACED_AFTER_MS)
      .toSorted((a, b) => a.usedAt - b.usedAt)[0];
    if (idle !== undefined) void this.#forget(idle);
    return idle !== undefined;
  }

  #leaveAlone(table: WarmTable): void {
    void this.#forget(table);
    if (this.#long.size >= OFTEN.maxQuestions) this.#long.clear();
    this.#long.set(table.question, this.options.now() + LONG_FOR_MS);
  }

  #forget(table: WarmTable): Promise<void> {
    if (this.#tables.get(table.question) === table) this.#tables.delete(table.question);
    return this.#end(table);
  }

  /** Never fails. */
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
