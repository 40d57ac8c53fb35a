import type { Integration } from '../../model/integration';
import { feedNames } from '../../model/topic-feed';
import { clickhouseString } from '../../sql/clickhouse-quoting';
import { joinSql, sql } from '../../sql/sql';
import type { ManagementContext } from '../context/management-context';
import { isLastIntegration } from '../context/find-records';

/** Database engines whose tables are described by files of ClickHouse: reading them connects to nothing. */
const LOCAL_ENGINES = ['Atomic', 'Ordinary', 'Memory', 'Replicated', 'Shared', 'Lazy'] as const;

/**
 * What users of ClickHouse made on top of an integration and would lose with it: tables, views and dictionaries whose
 * definition names its databases or, when it is the service's last integration, the named collection; and databases
 * over that collection. `database.table` each.
 */
export async function findDependents(
  context: ManagementContext,
  integration: Integration,
): Promise<readonly string[]> {
  const isLast = isLastIntegration(context.registry.current(), integration);
  return findDependentsOf(context, [
    ...integration.databases.map((database) => database.name),
    ...(isLast ? [integration.namedCollection] : []),
  ]);
}

/** The same for databases and named collections by name. */
export async function findDependentsOf(
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

/** system.tables asks remote databases too unless it is told which ones to read. */
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
    sql`SELECT database, name, create_table_query AS definition FROM system.tables WHERE database IN (${databases}) AND (${isCandidate}) ORDER BY database, name`,
  );
  const ours = new Set(
    context.registry
      .current()
      .remoteTables.flatMap(({ reader, feed }) =>
        [reader.name, ...(feed === undefined ? [] : feedNames(feed))].map((name) =>
          JSON.stringify([reader.database, name]),
        ),
      ),
  );
  return rows
    .filter(
      ({ database, name, definition }) =>
        database !== 'tributary' &&
        !ours.has(JSON.stringify([database, name])) &&
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

/** The name as a whole, not as part of a longer one. */
function mentions(definition: string, names: readonly string[]): boolean {
  return names.some((name) =>
    new RegExp(`(?<![\\w-])${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?![\\w-])`, 'u').test(
      definition,
    ),
  );
}
