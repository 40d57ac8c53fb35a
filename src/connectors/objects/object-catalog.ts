import { z } from 'zod';
import { clickhouseString } from '../../sql/clickhouse-quoting';
import { sql, Sql, joinSql } from '../../sql/sql';
import type { DescribedColumn, RemoteObject } from '../../model/remote-table';
import { GatewayError } from '../../errors/gateway-error';
import { declareColumn } from '../clickhouse-columns/declare-column';
import { describeColumn } from '../clickhouse-columns/describe-column';
import type { CatalogReader, DeclaredColumn, StatementCatalog } from '../contract/catalog';
import { collectionOf } from './collection-of';
import { isGlob } from './is-glob';
import { joinPath } from './join-path';
import { isObjectColumn, OBJECT_COLUMNS } from './object-columns';
import { inferringSource, listingSource } from './object-source';
import type { ObjectStore } from './object-store';

/**
 * How many objects are looked at for one answer of the catalog, in the order of their keys: stores
 * list 1,000 at a time.
 */
const MAX_LISTED = 100_000;

/**
 * The catalog of what is below the address: objects, of which a table may take one or, with globs,
 * many.
 */
export function createObjectCatalog(store: ObjectStore): StatementCatalog {
  return {
    kind: 'statements',
    declareColumn,

    async list(read, { search, limit, offset, within = { database: '', schema: '' } }) {
      const names = z
        .array(z.string())
        .parse(
          JSON.parse(
            await read(listQuery(store, collectionOf(read), within, { search, limit, offset })),
          ),
        );
      return names.map((table) => ({
        remote: { ...within, table },
        kind: 'OBJECT',
        rowEstimate: null,
      }));
    },

    async describe(read, { database, schema, tables, format }) {
      const [table] = tables ?? [];
      if (table === undefined || format === undefined)
        throw new GatewayError('INTERNAL', 'Objects are described one path at a time.');
      const remote: RemoteObject = { database, schema, table, format };
      if (!(await isAnythingThere(store, read, remote))) return [];
      const columns = await inferColumns(store, read, remote);
      const description = `A row of the objects \`${table}\` (${format}).`;
      return [
        {
          remote,
          kind: 'OBJECT',
          description,
          columns: [...columns, ...OBJECT_COLUMNS],
          primaryKey: [],
          uniqueKeys: [],
          foreignKeys: [],
          rowEstimate: null,
        },
      ];
    },
  };
}

/**
 * SELECT toJSONString(groupArray(name)) AS doc FROM (SELECT name FROM (...) WHERE ... LIMIT 100
 * OFFSET 0) SETTINGS ...
 *
 * The names below the address, in the order in which the store lists them, as one JSON text.
 */
function listQuery(
  store: ObjectStore,
  collection: string,
  { database, schema }: Pick<RemoteObject, 'database' | 'schema'>,
  page: { readonly search: string | null; readonly limit: number; readonly offset: number },
): Sql {
  // Characters are counted from 1, as code points; after the address stands a "/".
  const first = [...joinPath([database, schema])].length + 2;
  const name = sql`substringUTF8(_path, ${integer(first)})`;
  const listed = joinSql(
    [
      sql`SELECT ${name} AS name`,
      sql`FROM ${listingSource(store, collection, { schema, table: '**' })}`,
      sql`LIMIT ${integer(MAX_LISTED)}`,
    ],
    ' ',
  );
  const found =
    page.search === null
      ? sql``
      : sql` AND positionCaseInsensitiveUTF8(name, ${clickhouseString(page.search)}) > 0`;
  // Keys that end in "/" are the folders of a console.
  const cut = joinSql(
    [
      sql`SELECT name FROM (${listed}) WHERE NOT endsWith(name, '/')${found}`,
      sql`LIMIT ${integer(page.limit)} OFFSET ${integer(page.offset)}`,
    ],
    ' ',
  );
  return joinSql(
    [
      sql`SELECT toJSONString(groupArray(name)) AS doc FROM (${cut})`,
      sql`SETTINGS ${store.settings}, max_threads = 1, use_hive_partitioning = 0`,
    ],
    ' ',
  );
}

async function isAnythingThere(
  store: ObjectStore,
  read: CatalogReader,
  remote: RemoteObject,
): Promise<boolean> {
  const source = listingSource(store, collectionOf(read), remote);
  const count = await read(
    joinSql(
      [
        sql`SELECT toString(count()) AS doc FROM (SELECT 1 FROM ${source} LIMIT 1)`,
        sql`SETTINGS ${store.settings}, ${store.lenient}, max_threads = 1,`,
        sql`use_hive_partitioning = 0`,
      ],
      ' ',
    ),
  );
  return count !== '0';
}

/**
 * Infers the columns of the objects' rows, then those that the path has (`year=2024/`): they are
 * what is there only with Hive partitions.
 */
async function inferColumns(
  store: ObjectStore,
  read: CatalogReader,
  remote: RemoteObject,
): Promise<readonly DescribedColumn[]> {
  const source = inferringSource(store, collectionOf(read), remote);
  const infer = async (isPartitioned: 0 | 1): Promise<readonly DeclaredColumn[]> =>
    (
      (await read.columnsOf?.(
        joinSql(
          [
            sql`${source} SETTINGS ${store.settings},`,
            sql`use_hive_partitioning = ${integer(isPartitioned)}`,
          ],
          ' ',
        ),
      )) ?? []
    ).filter((column) => !isObjectColumn(column));
  const [own, all] = [await infer(0), await infer(1)];
  return all.flatMap(({ name, type }) => {
    const isOwn = own.some((column) => column.name === name);
    const described = describeColumn({
      name,
      type: declaredType(type, isOwn && isGlob(remote.table)),
      comment: null,
    });
    if (described === null) return [];
    return isOwn
      ? [described]
      : [{ ...described, description: 'Part of the path.', isOfPath: true as const }];
  });
}

/**
 * Tells the type to read an inferred column with. A Date begins in 1970, and ClickHouse puts other
 * days in the place of what it cannot hold; a time without a zone would be one of the server's;
 * where another object has no such column, 0 would stand for what is not there.
 */
function declaredType(inferred: string, isNullable: boolean): string {
  const type = inferred
    .replace(/^(Nullable\()?Date(\)?)$/, '$1Date32$2')
    .replace(/^((?:Array\(|Nullable\()*)DateTime64\((\d)\)(\)*)$/, "$1DateTime64($2, 'UTC')$3");
  return isNullable &&
    !/^(Nullable|Array|Map|Tuple|Nested|LowCardinality|JSON|Variant|Dynamic)\b/.test(type)
    ? `Nullable(${type})`
    : type;
}

function integer(value: number): Sql {
  return Sql.dangerouslyFromText(String(value));
}
