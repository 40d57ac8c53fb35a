import { sql, type Sql, joinSql } from '../../sql/sql';
import type { CatalogTableKind, DescribedTable } from '../../model/remote-table';
import { declareColumn } from '../clickhouse-columns/declare-column';
import { describeColumn } from '../clickhouse-columns/describe-column';
import type { CatalogReader, StatementCatalog } from '../contract/catalog';
import { parseDocument } from '../contract/parse-document';
import { describeDocument, listDocument, type TableFacts } from './catalog-document';
import { describeQuery, listQuery } from './catalog-query';
import { passthroughSource } from './engine-clause';
import { remoteSettingsClause } from './remote-settings';

/**
 * The model's database of a ClickHouse. A schema of the model is a database of ClickHouse, and
 * nothing is above it.
 */
export const NO_DATABASE = '';

const KIND_OF_ENGINE: Readonly<Record<string, CatalogTableKind>> = {
  View: 'VIEW',
  MaterializedView: 'MATERIALIZED_VIEW',
};

/** What another ClickHouse holds, as far as the account may read it. */
export const clickhouseCatalog: StatementCatalog = {
  kind: 'statements',
  declareColumn,

  async list(read, page) {
    if (page.search?.includes('\0')) return [];
    const entries = parseDocument(listDocument, await readThere(read, listQuery(page)));
    return entries.map(({ schema, table, engine, rowEstimate }) => ({
      remote: { database: NO_DATABASE, schema, table },
      kind: kindOf(engine),
      rowEstimate,
    }));
  },

  async describe(read, { schema, tables }) {
    const names = tables?.filter((name) => !name.includes('\0')) ?? null;
    if (schema.includes('\0') || names?.length === 0) return [];
    const facts = parseDocument(
      describeDocument,
      await readThere(read, describeQuery(schema, names)),
    );
    return facts.map((table) => describeTable(schema, table));
  },
};

/**
 * SELECT * FROM remoteSecure(`service_metrics`, database = view(SELECT ...)) SETTINGS ...
 *
 * Runs the statement in the other server, and answers its only value.
 */
export function readThere(read: CatalogReader, query: Sql): Promise<string> {
  const { collection, address } = read;
  if (collection === undefined || address === undefined)
    throw new Error('the catalog of a ClickHouse is read through ClickHouse');
  return read(
    joinSql(
      [
        sql`SELECT * FROM ${passthroughSource(collection, NO_DATABASE, query, address)}`,
        sql`SETTINGS ${remoteSettingsClause}`,
      ],
      ' ',
    ),
  );
}

/**
 * The primary key of a ClickHouse table finds no single row, so the model has none. The caller may
 * declare one.
 */
function describeTable(schema: string, facts: TableFacts): DescribedTable {
  const columns = facts.columns.map((column) => ({ column, described: describeColumn(column) }));
  const unread = columns
    .filter(({ described }) => described === null)
    .map(({ column }) => `"${column.name}" (${column.type})`);
  const note =
    unread.length === 0
      ? null
      : `Left out, because only ClickHouse's own functions read such states: ${unread.join(', ')}.`;
  const notes = [facts.comment, note].filter((text) => text !== null);
  return {
    remote: { database: NO_DATABASE, schema, table: facts.table },
    kind: kindOf(facts.engine),
    description: notes.length === 0 ? null : notes.join(' '),
    columns: columns.flatMap(({ described }) => (described === null ? [] : [described])),
    primaryKey: [],
    uniqueKeys: [],
    foreignKeys: [],
    rowEstimate: facts.rowEstimate,
  };
}

function kindOf(engine: string): CatalogTableKind {
  return KIND_OF_ENGINE[engine] ?? 'TABLE';
}
