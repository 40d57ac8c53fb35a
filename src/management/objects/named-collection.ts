import type { CollectionEntry } from '../../connectors/contract/storage';
import { clickhouseIdentifier, clickhouseString } from '../../sql/clickhouse-quoting';
import { joinSql, sql, type Sql } from '../../sql/sql';
import { GatewayError } from '../../errors/gateway-error';
import { ignoreClickHouseCodes } from '../context/ignore-clickhouse-codes';
import type { ManagementContext } from '../context/management-context';

const UNKNOWN_USER = 192;
const UNKNOWN_ROLE = 511;
export const NAMED_COLLECTION_DOESNT_EXIST = 669;
const NAMED_COLLECTION_IS_USED = 769;
const ACCESS_STORAGE_READONLY = 495;

/**
 * CREATE NAMED COLLECTION `service_shop` AS `host` = '..' NOT OVERRIDABLE, `database` = '..'
 * OVERRIDABLE
 */
export async function createNamedCollection(
  context: ManagementContext,
  name: string,
  entries: readonly CollectionEntry[],
): Promise<void> {
  await context.clickhouse.run(
    sql`CREATE NAMED COLLECTION ${clickhouseIdentifier(name)} AS ${renderEntries(entries)}`,
    { sensitive: true },
  );
}

/** ALTER NAMED COLLECTION `service_shop` SET `host` = '..' NOT OVERRIDABLE */
export async function alterNamedCollection(
  context: ManagementContext,
  name: string,
  entries: readonly CollectionEntry[],
): Promise<void> {
  await context.clickhouse.run(
    sql`ALTER NAMED COLLECTION ${clickhouseIdentifier(name)} SET ${renderEntries(entries)}`,
    { sensitive: true },
  );
}

/**
 * Drops the collection where it exists. `force` drops it even while tables use it: they stop
 * working.
 * @throws GatewayError IN_USE
 */
export async function dropNamedCollection(
  context: ManagementContext,
  name: string,
  force: boolean,
): Promise<void> {
  const statement = sql`DROP NAMED COLLECTION IF EXISTS ${clickhouseIdentifier(name)}`;
  try {
    await context.clickhouse.run(statement);
  } catch (error) {
    if (
      !(error instanceof GatewayError) ||
      error.details['clickhouseCode'] !== NAMED_COLLECTION_IS_USED
    )
      throw error;
    if (!force)
      throw new GatewayError(
        'IN_USE',
        `Tables in ClickHouse use the named collection ${name}. Drop them first, or pass ` +
          '`force: true`.',
        { cause: error },
      );
    // ClickHouse has this setting since 26.2, as it has the error (PR 96181).
    await context.clickhouse.run(statement, {
      settings: { check_named_collection_dependencies: 0 },
    });
  }
}

export async function namedCollectionExists(
  context: ManagementContext,
  name: string,
): Promise<boolean> {
  const rows = await context.clickhouse.rows(
    sql`SELECT name FROM system.named_collections WHERE name = ${clickhouseString(name)}`,
  );
  return rows.length > 0;
}

/**
 * GRANT NAMED COLLECTION ON `service_shop` TO `analyst`
 *
 * @throws GatewayError INVALID_INPUT for a grantee that ClickHouse keeps in a configuration file
 */
export async function grantNamedCollection(
  context: ManagementContext,
  name: string,
  grantee: string,
): Promise<void> {
  const [collection, user] = [clickhouseIdentifier(name), clickhouseIdentifier(grantee)];
  try {
    await context.clickhouse.run(sql`GRANT NAMED COLLECTION ON ${collection} TO ${user}`);
  } catch (error) {
    if (
      !(error instanceof GatewayError) ||
      error.details['clickhouseCode'] !== ACCESS_STORAGE_READONLY
    )
      throw error;
    throw new GatewayError(
      'INVALID_INPUT',
      `ClickHouse keeps "${grantee}" in a configuration file, so nothing can be granted to ` +
        'it in SQL. Grant it there, or name another user or role in `grants`.',
      { cause: error },
    );
  }
}

/**
 * REVOKE NAMED COLLECTION ON `service_shop` FROM `analyst`
 *
 * A grant outlives what it was given on, so it is revoked before the drop. A user, role or
 * collection that is gone has none.
 */
export async function revokeNamedCollection(
  context: ManagementContext,
  name: string,
  grantee: string,
): Promise<void> {
  const [collection, user] = [clickhouseIdentifier(name), clickhouseIdentifier(grantee)];
  const statement = sql`REVOKE NAMED COLLECTION ON ${collection} FROM ${user}`;
  await ignoreClickHouseCodes(
    [UNKNOWN_USER, UNKNOWN_ROLE, NAMED_COLLECTION_DOESNT_EXIST, ACCESS_STORAGE_READONLY],
    () => context.clickhouse.run(statement),
  );
}

function renderEntries(entries: readonly CollectionEntry[]): Sql {
  return joinSql(entries.map(renderEntry), ', ');
}

function renderEntry({ key, value, overridable }: CollectionEntry): Sql {
  const text = typeof value === 'string' ? value : value.reveal();
  const override = overridable ? sql`OVERRIDABLE` : sql`NOT OVERRIDABLE`;
  return sql`${clickhouseIdentifier(key)} = ${clickhouseString(text)} ${override}`;
}
