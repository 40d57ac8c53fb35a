import type { ClickHouse } from '../../../src/clickhouse/clickhouse';
import { clickhouseIdentifier, clickhouseTable } from '../../../src/sql/clickhouse-quoting';
import { joinSql, sql } from '../../../src/sql/sql';
import type { TestGateway } from '../gateway/start-test-gateway';
import type { ReferenceTable, Row } from './reference-executor';

interface DescribedColumn {
  readonly name: string;
  readonly fieldName: string;
  readonly graphqlType: string;
  readonly remoteType: string;
}
type Described = Omit<ReferenceTable, 'rows' | 'columns'> & {
  readonly name: string;
  readonly columns: readonly DescribedColumn[];
};

const TABLES = `{ remoteTables { name fieldName typeName primaryKey
  columns { name fieldName graphqlType remoteType }
  relationships { name kind to { typeName } columns { from to } } } }`;

/**
 * What the source prints itself, over its own HTTP interface, turned into the data API's JSON
 * values here.
 */
export async function readClickhouseReferenceTables(
  gateway: TestGateway,
  source: ClickHouse,
  database: string,
): Promise<readonly ReferenceTable[]> {
  const { remoteTables } = await gateway.data<{ remoteTables: readonly Described[] }>(TABLES);
  const tables: ReferenceTable[] = [];
  for (const table of remoteTables) {
    const columns = joinSql(
      table.columns.map(({ name }) => clickhouseIdentifier(name)),
      ', ',
    );
    const statement = sql`SELECT ${columns} FROM ${clickhouseTable({ database, name: table.name })} ORDER BY 1`;
    const settings = { date_time_output_format: 'iso', output_format_json_validate_utf8: 1 };
    const quoted = await source.rows<Row>(statement, { settings });
    // In documents, numbers are numbers.
    const bare = await source.rows<Row>(statement, {
      settings: { ...settings, output_format_json_quote_64bit_integers: 0 },
    });
    const rows = quoted.map((row, index) =>
      Object.fromEntries(
        table.columns.map((column): [string, unknown] => {
          const isDocument = /^(JSON|Variant|Dynamic)/.test(column.remoteType);
          return [
            column.fieldName,
            toScalar(column, (isDocument ? bare[index] : row)?.[column.name] ?? null),
          ];
        }),
      ),
    );
    tables.push({ ...table, rows });
  }
  return tables;
}

function toScalar({ graphqlType }: DescribedColumn, value: unknown): unknown {
  if (value === null) return null;
  if (graphqlType.startsWith('['))
    return (value as unknown[]).map((item) =>
      toScalar({ graphqlType: graphqlType.replace(/[[\]!]/g, '') } as DescribedColumn, item),
    );
  switch (graphqlType.replace('!', '')) {
    case 'BigInt':
      return typeof value === 'number' ? value.toString() : value;
    case 'DateTime':
      // ISO, with all digits of the type.
      return (value as string).replace(/(\.\d*?)0*Z$/, '$1Z').replace('.Z', 'Z');
    default:
      return value;
  }
}
