import { clickhouseString } from '../../sql/clickhouse-quoting';
import { joinSql, sql } from '../../sql/sql';
import { feedNames } from '../../model/topic-feed';
import { GatewayError } from '../../errors/gateway-error';
import type { ManagementContext } from '../context/management-context';
import { readerKey } from './list-readers';

/**
 * Database engines whose tables are described by files of ClickHouse: reading them connects to
 * nothing.
 */
const LOCAL_ENGINES = ['Atomic', 'Ordinary', 'Memory', 'Replicated', 'Shared', 'Lazy'] as const;

/** How many dependents an error names. */
const SHOWN = 5;

/**
 * Makes sure that nothing which users of ClickHouse made stops working when databases, tables or
 * named collections go.
 * @throws GatewayError IN_USE with `details.dependents`, and the advice in its message
 */
export async function assertUnused(
  context: ManagementContext,
  names: readonly string[],
  advice: string,
): Promise<void> {
  const dependents = await findDependents(context, names);
  if (dependents.length === 0) return;
  const shown =
    dependents.slice(0, SHOWN).join(', ') +
    (dependents.length > SHOWN ? ` and ${dependents.length - SHOWN} more` : '');
  throw new GatewayError('IN_USE', `In ClickHouse, ${shown} would stop working. ${advice}`, {
    details: { dependents },
  });
}

/**
 * What users of ClickHouse made on top of databases or named collections: tables, views and
 * dictionaries whose definition names one of them, as `database.table`, and databases over the
 * collections.
 */
async function findDependents(
  context: ManagementContext,
  names: readonly string[],
): Promise<readonly string[]> {
  const databases = await context.clickhouse.rows<{
    readonly name: string;
    readonly engine: string;
    readonly definition: string;
  }>(sql`SELECT name, engine, engine_full AS definition FROM system.databases`);
  const others = databases.filter(
    ({ name, definition }) =>
      !names.includes(name) && !isManaged(context, name) && mentions(definition, names),
  );
  const local = databases
    .filter(({ engine }) => (LOCAL_ENGINES as readonly string[]).includes(engine))
    .map(({ name }) => name);
  return [...others.map(({ name }) => name), ...(await findTables(context, names, local))];
}

/** Only local databases are looked into: for others system.tables would ask their services. */
async function findTables(
  context: ManagementContext,
  names: readonly string[],
  localDatabases: readonly string[],
): Promise<readonly string[]> {
  if (names.length === 0 || localDatabases.length === 0) return [];
  const databases = joinSql(localDatabases.map(clickhouseString), ', ');
  const isCandidate = joinSql(
    names.map((name) => sql`position(create_table_query, ${clickhouseString(name)}) > 0`),
    ' OR ',
  );
  const rows = await context.clickhouse.rows<{
    readonly database: string;
    readonly name: string;
    readonly definition: string;
  }>(
    sql`SELECT database, name, create_table_query AS definition FROM system.tables
      WHERE database IN (${databases}) AND (${isCandidate}) ORDER BY database, name`,
  );
  const ours = new Set(
    context.registry
      .current()
      .remoteTables.flatMap(({ reader, feed }) =>
        [reader.name, ...(feed === undefined ? [] : feedNames(feed))].map((name) =>
          readerKey({ database: reader.database, name }),
        ),
      ),
  );
  return rows
    .filter(
      ({ database, name, definition }) =>
        database !== 'tributary' &&
        !ours.has(readerKey({ database, name })) &&
        mentions(definition, names),
    )
    .map(({ database, name }) => `${database}.${name}`);
}

function isManaged(context: ManagementContext, database: string): boolean {
  return context.registry
    .current()
    .integrations.some((integration) =>
      integration.databases.some(({ name }) => name === database),
    );
}

/** Whether a definition holds one of the names as a whole, not as part of a longer one. */
function mentions(definition: string, names: readonly string[]): boolean {
  return names.some((name) =>
    new RegExp(`(?<![\\w-])${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?![\\w-])`, 'u').test(
      definition,
    ),
  );
}
