import { clickhouseSettings } from '../../sql/clickhouse-quoting';
import type { Sql } from '../../sql/sql';

/**
 * A server that accepts a connection and then says nothing is given up after five seconds. By
 * default ClickHouse waits for three times ten seconds, whatever the time limit of the statement
 * says, and nothing interrupts it (seen on 26.7.2).
 */
export const REMOTE_SETTINGS: Readonly<Record<string, number>> = {
  handshake_timeout_ms: 5_000,
  connections_with_failover_max_tries: 1,
};

/** handshake_timeout_ms = 5000, connections_with_failover_max_tries = 1 */
export const remoteSettingsClause: Sql = clickhouseSettings(REMOTE_SETTINGS);
