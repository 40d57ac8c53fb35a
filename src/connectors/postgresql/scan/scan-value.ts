import type { RemoteColumn } from '../../../model/remote-table';
import { sql, type Sql, joinSql } from '../../../sql/sql';
import { plainDecimal } from '../../contract/plain-decimal';

const ARRAY = 'array:';
/** An element of a list, which is left as it is where its printed value is the element itself. */
const ELEMENT = sql`e`;

/** Prints a `timestamptz` as the data API has it. */
export type PrintInstant = (ref: Sql) => Sql;

/**
 * Prints the column of a declared engine table as the data API has it; null where only PostgreSQL
 * can print it. A NULL array reads as an empty one through the engine, so only PostgreSQL prints a
 * nullable list.
 */
export function scanValue(
  column: RemoteColumn,
  ref: Sql,
  printInstant: PrintInstant = instant,
): Sql | null {
  if (!column.encoding.startsWith(ARRAY)) return scalarValue(column.encoding, ref, printInstant);
  const element = column.encoding.slice(ARRAY.length);
  if (column.nullable || element === 'json' || element === 'jsonb') return null;
  const value = scalarValue(element, ELEMENT, printInstant);
  return value === ELEMENT ? ref : sql`arrayMap(${ELEMENT} -> ${value}, ${ref})`;
}

function scalarValue(encoding: string, ref: Sql, printInstant: PrintInstant = instant): Sql {
  switch (encoding) {
    case 'oid':
      return sql`toString(${ref})`;
    case 'float4':
      return sql`toFloat32(${ref})`;
    case 'float8':
      return sql`toFloat64(${ref})`;
    case 'timestamptz':
      return printInstant(ref);
    case 'timestamp':
      return sql`replaceOne(${isoText(ref)}, ' ', 'T')`;
    case 'date':
      return isoText(ref);
    default:
      return ref;
  }
}

/**
 * Answers the text itself if its DateStyle is ISO; other styles stop the query rather than give a
 * wrong date.
 */
function isoText(ref: Sql): Sql {
  const foreign = sql`position(${ref}, '-') < 5 AND NOT endsWith(${ref}, 'infinity')`;
  return joinSql(
    [
      sql`if(throwIf(ifNull(${foreign}, 0), 'DateStyle of the PostgreSQL session is not ISO'),`,
      sql`'', ${ref})`,
    ],
    ' ',
  );
}

/**
 * Prints `2024-01-01 05:45:00+05:45` as `2024-01-01T00:00:00Z`. The embedded ClickHouse asks for
 * TimeZone UTC (PGTZ), a remote one has the server's choice. At offset zero this is an edit of
 * text; at others DateTime64 computes it, and beyond its years (1900 to 2299) the query stops.
 */
function instant(ref: Sql): Sql {
  const endless = sql`endsWith(${ref}, 'infinity')`;
  const isUtc = sql`endsWith(${ref}, '+00')`;
  const isUtcBc = sql`endsWith(${ref}, '+00 BC')`;
  const atUtc = sql`concat(replaceOne(substring(${ref}, 1, length(${ref}) - 3), ' ', 'T'), 'Z')`;
  const atUtcBc = sql`replaceOne(replaceOne(${ref}, ' ', 'T'), '+00', '')`;
  const computed = joinSql(
    [
      sql`concat(replaceRegexpOne(replaceOne(toString(parseDateTime64BestEffortOrNull(${ref},`,
      sql`6, 'UTC')), ' ', 'T'), '[.]?0*$', ''), 'Z')`,
    ],
    ' ',
  );
  const inRange = joinSql(
    [
      sql`(toUInt16OrZero(substring(${ref}, 1, 4)) BETWEEN 1901 AND 2298`,
      sql`AND NOT endsWith(${ref}, 'BC'))`,
    ],
    ' ',
  );
  const refused = joinSql(
    [
      sql`throwIf(ifNull(NOT (${endless} OR ${isUtc} OR ${isUtcBc} OR ${inRange}), 0),`,
      sql`'timestamptz outside 1901..2298 in a PostgreSQL session whose TimeZone is not UTC')`,
    ],
    ' ',
  );
  return joinSql(
    [
      sql`if(${refused}, '',`,
      sql`multiIf(${endless}, ${ref}, ${isUtc}, ${atUtc}, ${isUtcBc}, ${atUtcBc},`,
      sql`${computed}))`,
    ],
    ' ',
  );
}

/**
 * Prints `2024-01-01 00:00:00+00` as `2024-01-01T00:00:00Z`, of a session whose TimeZone is UTC.
 * What is neither that nor infinity stops the query, and the service prints it instead: years BC,
 * and all where a pooler lost the TimeZone. ClickHouse pays for each function once per statement: a
 * row costs 2.4 ms of its CPU less than by the expression that knows all cases (26.7.2).
 */
export function instantAtUtc(ref: Sql): Sql {
  const printable = sql`endsWith(${ref}, '+00') OR endsWith(${ref}, 'infinity')`;
  const refused = joinSql(
    [
      sql`throwIf(ifNull(NOT (${printable}), 0),`,
      sql`'timestamptz of a PostgreSQL session whose TimeZone is not UTC, or BC')`,
    ],
    ' ',
  );
  return sql`if(${refused}, '', replaceOne(replaceOne(${ref}, ' ', 'T'), '+00', 'Z'))`;
}

/**
 * Reads a floating-point column as a number: PostgreSQL compares a real with a literal of double
 * precision.
 */
export function floatValue(column: RemoteColumn, ref: Sql): Sql {
  return scalarValue(column.encoding, ref);
}

/** Makes text whose byte order is the order of time, for the years 0001 to 9999 and infinity. */
export function temporalKey(column: RemoteColumn, ref: Sql): Sql {
  const value = scalarValue(column.encoding, ref);
  return column.encoding === 'timestamptz' ? sql`trimRight(${value}, 'Z')` : value;
}

/**
 * Renders expressions that sort as PostgreSQL sorts: NaN above all numbers, and uuids by their
 * bytes (ClickHouse sorts them by halves).
 */
export function scanOrderKeys(column: RemoteColumn, ref: Sql): readonly Sql[] {
  switch (column.encoding) {
    case 'float4':
    case 'float8': {
      const number = scalarValue(column.encoding, ref);
      return [sql`isNaN(${number})`, number];
    }
    case 'numeric_text':
      return [sql`toFloat64OrNull(${ref})`, plainDecimal(ref)];
    case 'uuid':
      return [sql`toString(${ref})`];
    case 'timestamptz':
    case 'timestamp':
    case 'date':
      return [temporalKey(column, ref)];
    default:
      return [ref];
  }
}
