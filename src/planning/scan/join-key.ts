import { plainDecimal } from '../../connectors/contract/plain-decimal';
import type { ScanDialect } from '../../connectors/contract/source-dialect';
import { clickhouseString } from '../../sql/clickhouse-quoting';
import { sql, type Sql } from '../../sql/sql';
import type { Edge, EdgeColumn } from '../../model/edge';
import type { RemoteColumn } from '../../model/remote-table';
import { GatewayError } from '../../errors/gateway-error';
import { columnName } from '../expressions/names';
import { scanKey } from '../expressions/scan-key';
import type { ScanScope } from './scan-scope';

const DATE = '[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])';
const TIME = 'T([01][0-9]|2[0-3])(:[0-5][0-9]){2}([.][0-9]{1,6})?';
/**
 * The forms of values that another service can have too. `key-values.ts` compares keys in the same
 * forms.
 */
const SHARED_FORMS = {
  Date: `^${DATE}$`,
  LocalDateTime: `^${DATE}${TIME}$`,
  DateTime: `^${DATE}${TIME}Z$`,
  Decimal: '^-?[0-9]+([.][0-9]+)?$',
} as const;

/** One end of a relationship, and the alias of its rows. */
export interface JoinEnd {
  readonly end: 'from' | 'to';
  readonly alias: Sql;
}

/**
 * toInt256(t0.`id`)
 *
 * The key at one end of a relationship. It is equal to the key at the other end where both are one
 * value to the data API. Within a service the key is the column; across services it is what the
 * column prints as, but for whole numbers and uuids.
 *
 * @throws GatewayError CLICKHOUSE_FEATURE_MISSING where only the service can print the key
 */
export function joinKey(
  edge: Edge,
  pair: EdgeColumn,
  { end, alias }: JoinEnd,
  scope: ScanScope,
): Sql {
  const column = pair[end];
  const ref = columnName(alias, column);
  if (!edge.crosses || (pair.castTo === undefined && isSharedType(pair)))
    return scanKey(column, ref);
  if (pair.castTo === undefined && isInteger(column)) return sql`toInt256(${ref})`;
  const value = scope.dialect.scan.value(column, ref);
  if (value === null)
    throw new GatewayError(
      'CLICKHOUSE_FEATURE_MISSING',
      `Rows of \`${edge.name}\` cannot be joined in ClickHouse: ` +
        `only its service can print \`${column.fieldName}\`. ` +
        'Filter both sides, so that fewer keys are sent.',
    );
  const text = sql`toString(${value})`;
  if (pair.castTo !== undefined) return text;
  return column.scalar === 'Decimal'
    ? sharedForm('Decimal', plainDecimal(sql`toString(${ref})`))
    : isTemporal(column)
      ? sharedForm(column.scalar, text)
      : text;
}

/**
 * Refuses a relationship between keys that only the service holds for equal, such as text without
 * regard to case: a join in ClickHouse would silently miss their rows.
 *
 * @throws GatewayError CLICKHOUSE_FEATURE_MISSING
 */
export function assertJoinable(edge: Edge, from: ScanDialect, to: ScanDialect): void {
  if (edge.columns.every((pair) => from.equatesAlike(pair.from) && to.equatesAlike(pair.to)))
    return;
  throw new GatewayError(
    'CLICKHOUSE_FEATURE_MISSING',
    `Rows related by \`${edge.name}\` can only be matched by their service, ` +
      'whose keys are text that it compares in its own way. ' +
      'That needs passthrough queries (ClickHouse 26.7 or newer).',
  );
}

/** True where ClickHouse compares the types of both ends as they are. */
function isSharedType({ from, to }: EdgeColumn): boolean {
  const types = [from, to].map((column) =>
    column.clickhouseType.replace(/^Nullable\((.*)\)$/, '$1'),
  );
  return (
    types.every((type) => /^(Int(8|16|32|64)|UInt(8|16|32))$/.test(type)) ||
    types.every((type) => type === 'UUID')
  );
}

function isInteger({ scalar }: RemoteColumn): boolean {
  return scalar === 'Int' || scalar === 'BigInt';
}

function isTemporal(
  column: RemoteColumn,
): column is RemoteColumn & { readonly scalar: 'Date' | 'LocalDateTime' | 'DateTime' } {
  return (
    column.scalar === 'Date' || column.scalar === 'LocalDateTime' || column.scalar === 'DateTime'
  );
}

/**
 * arrayMap(key -> if(match(key, '...') AND ..., key, NULL), [toString(t0.`day`)])[1]
 *
 * The text where it has the form that services share. It is null for infinity and NaN, and for days
 * that no calendar has.
 */
function sharedForm(scalar: keyof typeof SHARED_FORMS, text: Sql): Sql {
  const isShared = sql`match(key, ${clickhouseString(SHARED_FORMS[scalar])})`;
  const isYear = sql`NOT startsWith(key, '0000')`;
  return sql`arrayMap(key -> if(${isShared} AND ${isYear}, key, NULL), [${text}])[1]`;
}
