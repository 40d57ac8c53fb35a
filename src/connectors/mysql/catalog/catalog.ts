import type { DescribedTable, ForeignKey } from '../../../model/remote-table';
import type { NativeCatalog } from '../../contract/catalog';
import { parseDocument } from '../../contract/parse-document';
import { openNativeSession } from '../native/native-session';
import { declareColumn } from '../types/declare-column';
import { describeDocument, listDocument, type SchemaFacts } from './catalog-document';
import { describeQuery, listQuery } from './catalog-query';
import { describeColumn } from './describe-column';

/**
 * What a MySQL server holds, as far as the account may read it. A database of MySQL is a schema of
 * the model.
 */
export const mysqlCatalog: NativeCatalog = {
  kind: 'native',
  openSession: openNativeSession,
  declareColumn,

  async list(read, page) {
    // No name holds U+0000.
    if (page.search?.includes('\0')) return [];
    const entries = parseDocument(listDocument, await read(listQuery(page)));
    return entries.map(({ database, schema, table, type, rowEstimate }) => ({
      remote: { database, schema, table },
      kind: kindOf(type),
      rowEstimate,
    }));
  },

  async describe(read, { database, schema, tables }) {
    const names = tables?.filter((name) => !name.includes('\0')) ?? null;
    if (schema.includes('\0') || names?.length === 0) return [];
    const facts = parseDocument(describeDocument, await read(describeQuery(schema, names)));
    // Names in information_schema compare without case.
    const found = facts.tables.filter(
      ({ table }) =>
        (names === null || names.includes(table)) &&
        facts.columns.some((column) => column.table === table),
    );
    return found.map(({ table }) => describeTable({ database, schema, table }, facts));
  },
};

function describeTable(remote: DescribedTable['remote'], facts: SchemaFacts): DescribedTable {
  const table = facts.tables.find((candidate) => candidate.table === remote.table);
  const columns = facts.columns
    .filter((column) => column.table === remote.table)
    .map(describeColumn);
  const required = new Set(
    columns.filter((column) => !column.nullable).map((column) => column.name),
  );
  // A key with a column that the account cannot read, or that may be null, finds no single row.
  const keys = keysOf(remote.table, facts).filter((key) =>
    key.columns.every((name) => required.has(name)),
  );
  const isView = table?.type === 'VIEW';
  return {
    remote,
    kind: kindOf(table?.type ?? ''),
    // A view's comment is the word VIEW.
    description: isView ? null : (table?.comment ?? null),
    columns,
    primaryKey: keys.find((key) => key.name === 'PRIMARY')?.columns ?? [],
    uniqueKeys: keys.filter((key) => key.name !== 'PRIMARY').map((key) => key.columns),
    foreignKeys: foreignKeysOf(remote.table, facts).filter((key) =>
      key.columns.every((name) => columns.some((column) => column.name === name)),
    ),
    rowEstimate: table?.rowEstimate ?? null,
  };
}

/** Keys over whole columns: a key over a prefix or an expression says nothing of the values. */
function keysOf(
  table: string,
  facts: SchemaFacts,
): readonly { readonly name: string; readonly columns: readonly string[] }[] {
  const rows = facts.keys.filter((row) => row.table === table);
  return [...new Set(rows.map((row) => row.index))].flatMap((name) => {
    const parts = rows.filter((row) => row.index === name);
    const columns = parts.flatMap((part) =>
      part.column === null || part.isPart ? [] : [part.column],
    );
    return columns.length === parts.length ? [{ name, columns }] : [];
  });
}

function foreignKeysOf(table: string, facts: SchemaFacts): readonly ForeignKey[] {
  const rows = facts.foreignKeys.filter((row) => row.table === table);
  return [...new Set(rows.map((row) => row.name))].flatMap((name) => {
    const parts = rows.filter((row) => row.name === name);
    const [first] = parts;
    if (first === undefined) return [];
    return [
      {
        name,
        columns: parts.map((part) => part.column),
        toSchema: first.toSchema,
        toTable: first.toTable,
        toColumns: parts.map((part) => part.toColumn),
      },
    ];
  });
}

function kindOf(type: string): 'TABLE' | 'VIEW' {
  return type === 'VIEW' ? 'VIEW' : 'TABLE';
}
