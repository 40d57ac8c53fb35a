import { clickhouseString } from '../../sql/clickhouse-quoting';
import { joinSql, sql } from '../../sql/sql';
import { GatewayError } from '../../errors/gateway-error';
import type { ManagementContext } from '../context/management-context';

/** Aiven's limits of a credentials integration. */
const MAX_GRANTS = 64;
const MAX_NAME_LENGTH = 64;

/**
 * Makes sure that ClickHouse has the users and roles that are to use a named collection.
 * @throws GatewayError INVALID_INPUT for too many, too long, repeated or unknown ones
 */
export async function assertGrantees(
  context: ManagementContext,
  grants: readonly string[],
): Promise<void> {
  if (grants.length === 0) return;
  if (grants.length > MAX_GRANTS)
    throw new GatewayError('INVALID_INPUT', `grants may have ${MAX_GRANTS} entries at most.`);
  if (grants.some((name) => name.length === 0 || name.length > MAX_NAME_LENGTH)) {
    throw new GatewayError(
      'INVALID_INPUT',
      `Each entry of grants must have 1 to ${MAX_NAME_LENGTH} characters.`,
    );
  }
  if (new Set(grants).size < grants.length)
    throw new GatewayError('INVALID_INPUT', 'grants names a user or role twice.');
  const names = joinSql(grants.map(clickhouseString), ', ');
  const rows = await context.clickhouse.rows<{ readonly name: string }>(
    sql`SELECT name FROM system.users WHERE name IN (${names})
      UNION DISTINCT SELECT name FROM system.roles WHERE name IN (${names})`,
  );
  const known = new Set(rows.map((row) => row.name));
  const unknown = grants.find((name) => !known.has(name));
  if (unknown !== undefined)
    throw new GatewayError('INVALID_INPUT', `grants: ClickHouse has no user or role "${unknown}".`);
}
