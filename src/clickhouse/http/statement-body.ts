import { randomUUID } from 'node:crypto';
import type { Sql } from '../../sql/sql';
import { GatewayError } from '../../errors/gateway-error';

/**
 * The server's http_max_field_value_size, which a request cannot raise: ClickHouse 26.7 answers
 * code 1000 to a longer value.
 */
const MAX_PARAM_BYTES = 128 * 1024;

interface StatementBody {
  readonly text: string;
  readonly contentType: string;
}

/**
 * The HTTP body of a statement: its text, or a form with the text and its parameters. The driver's
 * `exec` would put parameters into the URL, where proxies log them and 1 MiB is the limit.
 * @throws GatewayError CLICKHOUSE_QUERY_FAILED when a parameter is longer than ClickHouse takes,
 *   INTERNAL when the name of one is no identifier
 */
export function renderStatementBody(
  statement: Sql,
  params: Readonly<Record<string, string>> = {},
): StatementBody {
  const names = Object.keys(params);
  if (names.length === 0) return { text: statement.text, contentType: 'text/plain; charset=utf-8' };
  const boundary = randomUUID();
  const parts = [renderPart(boundary, 'query', statement.text)];
  for (const name of names)
    parts.push(renderPart(boundary, `param_${name}`, escapeParam(name, params[name] ?? '')));
  return {
    text: `${parts.join('')}--${boundary}--`,
    contentType: `multipart/form-data; boundary=${boundary}`,
  };
}

function renderPart(boundary: string, name: string, value: string): string {
  return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
}

/**
 * The value with escapes, because ClickHouse reads a parameter as one field of TSV.
 * https://clickhouse.com/docs/interfaces/http#tabs-in-url-parameters
 */
function escapeParam(name: string, value: string): string {
  const escaped = value.replace(/[\\\t\n\r\0]/g, (char) => TSV_ESCAPES[char] ?? char);
  if (!/^\w+$/.test(name))
    throw new GatewayError('INTERNAL', `"${name}" is not a name for a statement parameter.`);
  if (Buffer.byteLength(escaped) > MAX_PARAM_BYTES) {
    throw new GatewayError(
      'CLICKHOUSE_QUERY_FAILED',
      'A parameter of the statement has more than 128 KiB, which ClickHouse does not accept.',
    );
  }
  return escaped;
}

const TSV_ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\0': '\\0',
};
