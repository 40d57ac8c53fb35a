import { createConnection, type FieldPacket } from 'mysql2/promise';
import { mysqlIdentifier } from '../../../src/sql/mysql-quoting';
import type { MariadbServer } from '../../servers/mariadb-server';
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

const TABLES = `query ($service: String) { remoteTables(service: $service) { name fieldName typeName primaryKey
  columns { name fieldName graphqlType remoteType }
  relationships { name kind to { typeName } columns { from to } } } }`;

/**
 * The exposed tables, of one service when it is named, with all their rows, read by `mysql2` as
 * bytes and turned into the data API's JSON values here.
 */
export async function readMysqlReferenceTables(
  gateway: TestGateway,
  server: MariadbServer,
  database: string,
  service?: string,
): Promise<readonly ReferenceTable[]> {
  const { remoteTables } = await gateway.data<{ remoteTables: readonly Described[] }>(TABLES, {
    service,
  });
  const connection = await createConnection({
    host: server.host,
    port: server.port,
    user: server.username,
    password: server.password,
    database,
    charset: 'utf8mb4_bin',
  });
  try {
    await connection.query("SET time_zone = '+00:00'");
    const tables: ReferenceTable[] = [];
    for (const table of remoteTables) {
      const [found, fields] = (await connection.query({
        sql: `SELECT * FROM ${mysqlIdentifier(table.name).text}`,
        rowsAsArray: true,
        typeCast: (field) => field.buffer(),
      })) as unknown as [(Buffer | null)[][], FieldPacket[]];
      const rows = found.map((values) =>
        Object.fromEntries(
          table.columns.map((column): [string, Row[string]] => {
            const value = values[fields.findIndex((field) => field.name === column.name)] ?? null;
            return [column.fieldName, value === null ? null : toScalar(column, value)];
          }),
        ),
      );
      tables.push({ ...table, rows });
    }
    return tables;
  } finally {
    await connection.end();
  }
}

function toScalar({ graphqlType, remoteType }: DescribedColumn, bytes: Buffer): unknown {
  const text = bytes.toString('utf8');
  const isBit = remoteType.startsWith('bit');
  switch (graphqlType.replace('!', '')) {
    case 'Int':
    case 'Float':
      return Number(text);
    case 'BigInt':
      return isBit ? BigInt(`0x${bytes.toString('hex')}`).toString() : BigInt(text).toString();
    case 'Boolean':
      return bytes[0] !== 0;
    case 'JSON':
      return JSON.parse(text);
    case 'DateTime':
      return `${moment(text)}Z`;
    case 'LocalDateTime':
      return moment(text);
    default:
      return /^(binary|blob)/.test(remoteType) ? `0x${bytes.toString('hex')}` : text;
  }
}

function moment(text: string): string {
  return text
    .replace(' ', 'T')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
}
