import type { ClickHouse } from '../clickhouse/clickhouse';
import { clickhouseString } from '../sql/clickhouse-quoting';
import { joinSql, Sql, sql } from '../sql/sql';

/** How long after its last sign of life a gateway's lease may be taken by another. */
export const LEASE_MS = 10_000;
/**
 * How much earlier than others its holder counts a lease as lost. A statement that the guard let
 * pass at the last moment is done in this time, before another gateway begins.
 */
export const LEASE_MARGIN_MS = 3_000;

/** A statement on leases that ClickHouse does not answer in this time counts as failed. */
const STATEMENT_TIMEOUT_MS = 3_000;

/**
 * FUNCTION_THROW_IF_VALUE_IS_NON_ZERO, ClickHouse's code of a statement that did nothing, because
 * its guard found a lease lost.
 */
export const THROWN_BY_GUARD = 395;

/** Leases are read as of now, whatever a profile says of the query cache. */
const FRESH = { use_query_cache: 0 } as const;

export interface LeaseKey {
  /** What the lease allows to change, e.g. `service shop`. */
  readonly subject: string;
  /** Names one attempt to get the lease, and is never used again. */
  readonly token: string;
  /** Names the gateway that made the attempt, and which of its lives. */
  readonly gateway: string;
}

/**
 * Creates the table of leases where it does not exist. It has one row for each step of a token, of
 * which the last one counts. All times are by ClickHouse's clock. The table is called `claims`,
 * because gateways of earlier versions share it.
 */
export async function ensureLeaseTable(clickhouse: ClickHouse): Promise<void> {
  await clickhouse.run(sql`CREATE DATABASE IF NOT EXISTS tributary`);
  await clickhouse.run(sql`
    CREATE TABLE IF NOT EXISTS tributary.claims (
      subject String,
      token String,
      gateway String,
      step UInt64,
      expiresAt DateTime64(3, 'UTC')
    ) ENGINE = ReplacingMergeTree(step) ORDER BY (subject, token)
    TTL toDateTime(expiresAt) + INTERVAL 1 HOUR`);
}

/** The tokens of a subject whose leases have not expired. */
export async function readLiveTokens(
  clickhouse: ClickHouse,
  subject: string,
): Promise<readonly string[]> {
  const rows = await clickhouse.rows<{ readonly token: string }>(
    sql`SELECT token FROM (${liveLeases(sql`subject = ${clickhouseString(subject)}`, 0)})`,
    { settings: FRESH },
  );
  return rows.map(({ token }) => token);
}

/** The subjects that any gateway has a lease on. */
export async function readLeasedSubjects(clickhouse: ClickHouse): Promise<ReadonlySet<string>> {
  const rows = await clickhouse.rows<{ readonly subject: string }>(
    sql`SELECT DISTINCT subject FROM (${liveLeases(sql`true`, 0)})`,
    { settings: FRESH },
  );
  return new Set(rows.map(({ subject }) => subject));
}

/** Ends every lease of the gateways, which are known to have ended. */
export async function endLeasesOf(
  clickhouse: ClickHouse,
  gateways: readonly string[],
): Promise<void> {
  if (gateways.length === 0) return;
  const names = joinSql(gateways.map(clickhouseString), ', ');
  await clickhouse.run(sql`INSERT INTO tributary.claims (subject, token, gateway, step, expiresAt)
    SELECT subject, token, gateway, max(step) + 1000000, now64(3) - INTERVAL 1 SECOND
    FROM tributary.claims WHERE gateway IN (${names})
    GROUP BY subject, token, gateway HAVING argMax(expiresAt, step) > now64(3)`);
}

/**
 * A condition that fails its statement with THROWN_BY_GUARD unless all the leases are held, with
 * LEASE_MARGIN_MS to spare. Without leases it is `true`.
 */
export function renderGuard(leases: readonly LeaseKey[]): Sql {
  if (leases.length === 0) return sql`true`;
  const tokens = joinSql(
    leases.map(({ token }) => clickhouseString(token)),
    ', ',
  );
  const live = liveLeases(sql`token IN (${tokens})`, LEASE_MARGIN_MS);
  return sql`throwIf((SELECT count() FROM (${live})) < ${whole(leases.length)}) = 0`;
}

/** The statements of one attempt to get and keep a lease. */
export interface LeaseStatements {
  /** Writes that the attempt is made. Whether it succeeded is learnt by reading. */
  announce(): Promise<void>;
  /**
   * Prolongs the lease. Fails with THROWN_BY_GUARD when the lease has expired, because another
   * gateway may have seen that.
   */
  renew(): Promise<void>;
  /** Ends the attempt or the lease. */
  giveUp(): Promise<void>;
}

/**
 * The statements of the attempt that `key` names. All of them are INSERT ... SELECT, which
 * ClickHouse never runs asynchronously.
 */
export function leaseStatements(clickhouse: ClickHouse, key: LeaseKey): LeaseStatements {
  let step = 0;
  const insert = async (lifeMs: number, guard: Sql): Promise<void> => {
    step += 1;
    const facts = joinSql([key.subject, key.token, key.gateway].map(clickhouseString), ', ');
    await clickhouse.run(
      sql`INSERT INTO tributary.claims (subject, token, gateway, step, expiresAt)
      SELECT ${facts}, ${whole(step)}, now64(3) + INTERVAL ${whole(lifeMs)} MILLISECOND
      WHERE ${guard}`,
      { timeoutMs: STATEMENT_TIMEOUT_MS },
    );
  };
  return {
    announce: () => insert(LEASE_MS, sql`true`),
    renew: () => insert(LEASE_MS, renderGuard([key])),
    giveUp: () => insert(-1_000, sql`true`),
  };
}

function liveLeases(condition: Sql, marginMs: number): Sql {
  return sql`SELECT subject, token FROM tributary.claims WHERE ${condition}
    GROUP BY subject, token
    HAVING argMax(expiresAt, step) > now64(3) + INTERVAL ${whole(marginMs)} MILLISECOND`;
}

function whole(number: number): Sql {
  return Sql.dangerouslyFromText(Math.trunc(number).toFixed(0));
}
