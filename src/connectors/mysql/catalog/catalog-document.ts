import { z } from 'zod';

/**
 * The documents that the statements of catalog-query.ts answer. Rows are arrays, which MariaDB
 * nests in no string.
 */

const flag = z.union([z.literal(0), z.literal(1), z.boolean()]).transform(Boolean);
const text = z.string();

const tableRow = z
  .tuple([text, text, text.nullable(), z.number().nullable()])
  .transform(([table, type, comment, rowEstimate]) => ({ table, type, comment, rowEstimate }));

const columnRow = z
  .tuple([
    text,
    text,
    text,
    text,
    text.nullable(),
    flag,
    text.nullable(),
    text.nullable(),
    z.number().nullable(),
    z.number().nullable(),
    flag,
  ])
  .transform(
    ([
      table,
      name,
      dataType,
      type,
      comment,
      nullable,
      charset,
      collation,
      precision,
      scale,
      isJson,
    ]) => ({
      table,
      name,
      dataType,
      type,
      comment,
      nullable,
      charset,
      collation,
      precision,
      scale,
      isJson,
    }),
  );
export type ColumnFacts = z.infer<typeof columnRow>;

/**
 * A column of a key, in index and column order; `column` is null for an expression, `isPart` true
 * for a prefix of a column.
 */
const keyRow = z
  .tuple([text, text, text.nullable(), flag])
  .transform(([table, index, column, isPart]) => ({ table, index, column, isPart }));

const foreignKeyRow = z
  .tuple([text, text, text, text, text, text])
  .transform(([table, name, column, toSchema, toTable, toColumn]) => ({
    table,
    name,
    column,
    toSchema,
    toTable,
    toColumn,
  }));

export const describeDocument = z.object({
  tables: z.array(tableRow),
  columns: z.array(columnRow),
  keys: z.array(keyRow),
  foreignKeys: z.array(foreignKeyRow),
});
export type SchemaFacts = z.infer<typeof describeDocument>;

export const listDocument = z.array(
  z
    .tuple([text, text, text, text, z.number().nullable()])
    .transform(([database, schema, table, type, rowEstimate]) => ({
      database,
      schema,
      table,
      type,
      rowEstimate,
    })),
);
