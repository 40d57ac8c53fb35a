import { z } from 'zod';

/** The documents that the statements of catalog-query.ts answer. */

const kind = z.enum(['r', 'p', 'v', 'm', 'f']);
const rowEstimate = z.number().nullable();

const typeFacts = z.object({
  schema: z.string(),
  name: z.string(),
  /**
   * The pg_type.typtype: b base, c composite, d domain, e enum, m multirange, p pseudo, r range.
   */
  kind: z.string(),
  /** The type modifier; -1 for none. */
  typmod: z.number(),
});
export type TypeFacts = z.infer<typeof typeFacts>;

const collation = z.object({
  /** The provider of the collation: b builtin, c libc, i ICU. */
  provider: z.string(),
  locale: z.string().nullable(),
  deterministic: z.boolean(),
  serverEncoding: z.string(),
});
export type CollationFacts = z.infer<typeof collation>;

const column = z.object({
  name: z.string(),
  type: z.string(),
  comment: z.string().nullable(),
  notNull: z.boolean(),
  /** The number of dimensions as declared; PostgreSQL does not hold values to it. */
  dimensions: z.number(),
  collation: collation.nullable(),
  /** The type, without the domains around it. */
  base: typeFacts,
  /** The element type of an array, without the domains around it. */
  element: typeFacts.nullable(),
});
export type ColumnFacts = z.infer<typeof column>;

const key = z.object({ primary: z.boolean(), columns: z.array(z.string()) });
const foreignKey = z.object({
  name: z.string(),
  columns: z.array(z.string()),
  toSchema: z.string(),
  toTable: z.string(),
  toColumns: z.array(z.string()),
});

const table = z.object({
  table: z.string(),
  kind,
  comment: z.string().nullable(),
  rowEstimate,
  columns: z.array(column),
  keys: z.array(key),
  foreignKeys: z.array(foreignKey),
});
export type TableFacts = z.infer<typeof table>;

export const listDocument = z.array(
  z.object({ database: z.string(), schema: z.string(), table: z.string(), kind, rowEstimate }),
);
export const describeDocument = z.array(table);
