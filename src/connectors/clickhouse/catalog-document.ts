import { z } from 'zod';

/** The documents that the statements of catalog-query.ts answer: rows as arrays. */

const text = z.string();
/** Integers of 64 bits come as texts or numbers, as the settings of the other server have it. */
const count = z
  .union([z.number(), z.string()])
  .nullable()
  .transform((value) => (value === null ? null : Number(value)));

export const listDocument = z.array(
  z
    .tuple([text, text, text, count])
    .transform(([schema, table, engine, rowEstimate]) => ({ schema, table, engine, rowEstimate })),
);

const columnRow = z
  .tuple([text, text, text])
  .transform(([name, type, comment]) => ({ name, type, comment: comment === '' ? null : comment }));

export const describeDocument = z.array(
  z
    .tuple([text, text, text, count, z.array(columnRow)])
    .transform(([table, engine, comment, rowEstimate, columns]) => ({
      table,
      engine,
      comment: comment === '' ? null : comment,
      rowEstimate,
      columns,
    })),
);
export type TableFacts = z.infer<typeof describeDocument>[number];
