import { Client } from 'pg';
import type { PostgresqlServer } from '../../servers/postgresql-server';
import type { TestGateway } from '../gateway/start-test-gateway';
import type { ReferenceTable, Row } from './reference-executor';

type Described = Omit<ReferenceTable, 'rows'> & {
  readonly remote: { readonly schema: string; readonly table: string };
};

const TABLES = `query ($service: String) { remoteTables(service: $service) { name fieldName typeName primaryKey
  columns { name fieldName graphqlType remoteType }
  relationships { name kind to { typeName } columns { from to } } } }`;

/**
 * The exposed tables, of one service when it is named, with all their rows, read by `pg` and turned
 * into the data API's JSON values here, in JavaScript.
 */
export async function readPostgresqlReferenceTables(
  gateway: TestGateway,
  server: PostgresqlServer,
  database: string,
  service?: string,
): Promise<readonly ReferenceTable[]> {
  const { remoteTables } = await gateway.data<{
    remoteTables: readonly (Described & {
      readonly name: string;
      readonly columns: readonly {
        readonly name: string;
        readonly fieldName: string;
        readonly graphqlType: string;
        readonly remoteType: string;
      }[];
    })[];
  }>(TABLES, { service });
  const client = new Client({
    host: server.host,
    port: server.port,
    user: server.username,
    password: server.password,
    database,
    types: { getTypeParser: () => (text: string) => text },
  });
  await client.connect();
  try {
    await client.query("SET TimeZone = 'UTC'; SET DateStyle = 'ISO'");
    const tables: ReferenceTable[] = [];
    for (const table of remoteTables) {
      const result = await client.query<(string | null)[]>({
        text: `SELECT * FROM public."${table.name.replaceAll('"', '""')}"`,
        rowMode: 'array',
      });
      const rows = result.rows.map((values) =>
        Object.fromEntries(
          table.columns.map((column): [string, Row[string]] => {
            const index = result.fields.findIndex((field) => field.name === column.name);
            return [column.fieldName, toValue(column.graphqlType, values[index] ?? null)];
          }),
        ),
      );
      tables.push({ ...table, rows });
    }
    return tables;
  } finally {
    await client.end();
  }
}

function toValue(type: string, text: string | null): unknown {
  if (text === null) return null;
  const bare = type.replaceAll('!', '');
  return bare.startsWith('[')
    ? parseArray(text).map((element) =>
        element === null ? null : toScalar(bare.slice(1, -1), element),
      )
    : toScalar(bare, text);
}

function toScalar(scalar: string, text: string): unknown {
  switch (scalar) {
    case 'Int':
      return Number(text);
    case 'Float':
      return Number.isFinite(Number(text)) ? Number(text) : null;
    case 'Boolean':
      return text === 't';
    case 'JSON':
      return JSON.parse(text);
    case 'DateTime':
      return `${text.replace(' ', 'T').replace(/\+00$/, '')}Z`;
    case 'LocalDateTime':
      return text.replace(' ', 'T');
    default:
      return text;
  }
}

/** The elements of a one-dimensional array in PostgreSQL's text form. */
function parseArray(text: string): readonly (string | null)[] {
  const elements = text.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/gs);
  return [...elements].map(([, quoted, bare]) =>
    quoted === undefined
      ? bare === 'NULL'
        ? null
        : (bare ?? '')
      : quoted.replace(/\\(.)/gs, '$1'),
  );
}
