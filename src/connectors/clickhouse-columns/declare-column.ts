import type { DescribedColumn } from '../../model/remote-table';
import { GatewayError } from '../../errors/gateway-error';
import { parseClickhouseType, typeArguments, type ClickhouseType } from './clickhouse-type';
import { isKnownType, readColumnType } from './column-type';
import { renderClickhouseType } from './render-clickhouse-type';

const WRAPPERS: ReadonlySet<string> = new Set([
  'Nullable',
  'LowCardinality',
  'SimpleAggregateFunction',
]);

/**
 * Describes a column whose type the caller declares.
 * @throws GatewayError INVALID_INPUT naming the type that cannot be used
 */
export function declareColumn(name: string, clickhouseType: string): DescribedColumn {
  const type = parseClickhouseType(clickhouseType);
  if (type === null) throw refused(name, 'its type is none of ClickHouse');
  const read = readColumnType(type);
  if (read === null)
    throw refused(
      name,
      'an AggregateFunction is a state that only its own function reads. Expose a view that ' +
        'finishes it, e.g. with sumMerge',
    );
  const unknown = findUnknown(type);
  if (unknown !== null)
    throw refused(
      name,
      `the type ${unknown} is not known. Use ClickHouse's own names, e.g. Int32, ` +
        'Nullable(String), DateTime64(3)',
    );
  const { scalar, list, nullable, encoding } = read;
  return {
    name,
    remoteType: null,
    clickhouseType: renderClickhouseType(type).text,
    scalar,
    list,
    nullable,
    description: null,
    encoding,
  };
}

/**
 * Finds a type that is unknown. The parameters of JSON and of aggregate functions look like types,
 * and are none.
 */
function findUnknown(type: ClickhouseType): string | null {
  if (type.name === 'JSON' || type.name === 'Object') return null;
  if (!WRAPPERS.has(type.name) && !isKnownType(type)) return type.name;
  const parts = typeArguments(type);
  const inner = type.name === 'SimpleAggregateFunction' ? parts.slice(-1) : parts;
  for (const part of inner) {
    const unknown = findUnknown(part.type);
    if (unknown !== null) return unknown;
  }
  return null;
}

function refused(column: string, reason: string): GatewayError {
  return new GatewayError('INVALID_INPUT', `columns: "${column}" cannot be declared: ${reason}.`);
}
