import type { CatalogTableKind, DescribedTable } from '../../../model/remote-table';
import type { NativeCatalog } from '../../contract/catalog';
import { parseDocument } from '../../contract/parse-document';
import { openNativeSession } from '../native/native-session';
import { declareColumn } from '../types/declare-column';
import { describeDocument, listDocument, type TableFacts } from './catalog-document';
import { describeQuery, listQuery } from './catalog-query';
import { describeColumn } from './describe-column';

const KIND_OF_RELKIND = {
  r: 'TABLE',
  p: 'TABLE',
  v: 'VIEW',
  m: 'MATERIALIZED_VIEW',
  f: 'FOREIGN_TABLE',
} as const satisfies Record<string, CatalogTableKind>;

/** What a PostgreSQL database holds, as far as the account may read it. */
export const postgresqlCatalog: NativeCatalog = {
  kind: 'native',
  openSession: openNativeSession,
  declareColumn,

  async list(read, page) {
    // No name holds U+0000, and no literal can.
    if (page.search?.includes('\0')) return [];
    const entries = parseDocument(listDocument, await read(listQuery(page)));
    return entries.map(({ database, schema, table, kind, rowEstimate }) => ({
      remote: { database, schema, table },
      kind: KIND_OF_RELKIND[kind],
      rowEstimate: wholeRows(rowEstimate),
    }));
  },

  async describe(read, { database, schema, tables }) {
    const names = tables?.filter((name) => !name.includes('\0')) ?? null;
    if (schema.includes('\0') || names?.length === 0) return [];
    const facts = parseDocument(describeDocument, await read(describeQuery(schema, names)));
    return facts.map((table) => describeTable(database, schema, table));
  },
};

function describeTable(database: string, schema: string, facts: TableFacts): DescribedTable {
  const columns = facts.columns.map(describeColumn);
  const readable = new Set(columns.map((column) => column.name));
  const required = new Set(
    columns.filter((column) => !column.nullable).map((column) => column.name),
  );
  // A key with a column that the account cannot read, or that may be null, finds no single row.
  const keys = facts.keys.filter((key) => key.columns.every((name) => required.has(name)));
  return {
    remote: { database, schema, table: facts.table },
    kind: KIND_OF_RELKIND[facts.kind],
    description: facts.comment,
    columns,
    primaryKey: keys.find((key) => key.primary)?.columns ?? [],
    uniqueKeys: keys.filter((key) => !key.primary).map((key) => key.columns),
    foreignKeys: facts.foreignKeys.filter((key) => key.columns.every((name) => readable.has(name))),
    rowEstimate: wholeRows(facts.rowEstimate),
  };
}

function wholeRows(estimate: number | null): number | null {
  return estimate === null ? null : Math.round(estimate);
}
