import { clickhouseString } from '../../sql/clickhouse-quoting';
import { sql, Sql } from '../../sql/sql';
import type { RemoteColumn } from '../../model/remote-table';
import type { GroupKey, TimeBucket } from '../../model/selection/group-set';

type BucketKey = Extract<GroupKey, { kind: 'bucket' }>;

/** How many characters of `2024-02-29T12:34:56` a bucket takes, and what stands for the rest. */
const CUTS: Readonly<
  Record<Exclude<TimeBucket, 'WEEK' | 'QUARTER'>, readonly [digits: number, rest: string]>
> = {
  YEAR: [4, '-01-01T00:00:00'],
  MONTH: [7, '-01T00:00:00'],
  DAY: [10, 'T00:00:00'],
  HOUR: [13, ':00:00'],
  MINUTE: [16, ':00'],
  SECOND: [19, ''],
};

/**
 * concat(substring(text, 1, 7), '-01T00:00:00')
 *
 * The begin of the span of time that a printed Date, LocalDateTime or DateTime falls into, in the
 * same form. Text is cut rather than computed, so that it works for all years. Weeks, and zones
 * other than UTC, are computed from 1900 to 2299; beyond these years the query stops.
 */
export function scanBucket(key: BucketKey, column: RemoteColumn, value: Sql): Sql {
  return naming(
    value,
    (text) => sql`if(endsWith(${text}, 'infinity'), ${text}, ${bucketOf(key, column, text)})`,
  );
}

/** substring(concat(substring(text, 1, 7), '-01T00:00:00'), 1, 10) */
function bucketOf(key: BucketKey, column: RemoteColumn, text: Sql): Sql {
  if (column.scalar === 'Date') return sql`substring(${cut(key.bucket, text)}, 1, 10)`;
  if (column.scalar === 'LocalDateTime') return cut(key.bucket, text);
  return key.zone === 'UTC' || key.bucket === 'SECOND'
    ? sql`concat(${cut(key.bucket, text)}, 'Z')`
    : zoned(key, text);
}

/**
 * arrayMap(text -> ..., [value])[1]
 *
 * Names a long value for an expression that needs it several times.
 */
function naming(value: Sql, expression: (name: Sql) => Sql): Sql {
  return sql`arrayMap(text -> ${expression(sql`text`)}, [${value}])[1]`;
}

/** concat(substring(text, 1, 7), '-01T00:00:00') */
function cut(bucket: TimeBucket, text: Sql): Sql {
  if (bucket === 'WEEK') {
    const day = sql`toDate32OrNull(substring(${inRange(text, 1900, 2299)}, 1, 10))`;
    const monday = sql`toString(subtractDays(${day}, toDayOfWeek(${day}) - 1))`;
    const begin = sql`concat(${monday}, 'T00:00:00')`;
    return sql`if(startsWith(${text}, '0000-00-00'), NULL, ${begin})`;
  }
  if (bucket === 'QUARTER') {
    const month = sql`toUInt8(substring(${text}, 6, 2))`;
    const first = sql`leftPad(toString(intDiv(${month} - 1, 3) * 3 + 1), 2, '0')`;
    return sql`concat(substring(${text}, 1, 5), ${first}, '-01T00:00:00')`;
  }
  const [length, rest] = CUTS[bucket];
  const start = sql`substring(${text}, 1, ${Sql.dangerouslyFromText(String(length))})`;
  return sql`concat(${start}, ${clickhouseString(rest)})`;
}

/**
 * concat(replaceOne(substring(toString(toTimeZone(..., 'UTC')), 1, 19), ' ', 'T'), 'Z')
 *
 * The begin of a span in another zone than UTC. A span of up to an hour begins as many seconds ago
 * as the local clock says, and a longer span at its local begin. Instants have six digits of a
 * fraction, because the parser without them takes all before 1970 for 1970 (seen on 26.7.2).
 */
function zoned({ bucket, zone }: BucketKey, value: Sql): Sql {
  const instant = sql`parseDateTime64BestEffortOrNull(${inRange(value, 1901, 2298)}, 6, 'UTC')`;
  const local = sql`toTimeZone(${instant}, ${clickhouseString(zone)})`;
  const seconds =
    bucket === 'MINUTE'
      ? sql`toSecond(${local})`
      : sql`toMinute(${local}) * 60 + toSecond(${local})`;
  const begin =
    bucket === 'MINUTE' || bucket === 'HOUR'
      ? sql`subtractSeconds(${instant}, ${seconds})`
      : localBegin(bucket, zone, local);
  const printed = sql`substring(toString(toTimeZone(${begin}, 'UTC')), 1, 19)`;
  return sql`concat(replaceOne(${printed}, ' ', 'T'), 'Z')`;
}

/** parseDateTime64BestEffortOrNull(concat(substring(...), 'T00:00:00'), 6, 'Europe/Berlin') */
function localBegin(bucket: TimeBucket, zone: string, local: Sql): Sql {
  const text = sql`replaceOne(toString(${local}), ' ', 'T')`;
  const begin = cut(bucket, text);
  return sql`parseDateTime64BestEffortOrNull(${begin}, 6, ${clickhouseString(zone)})`;
}

/**
 * if(throwIf(ifNull(..., 0), 'a week or zone beyond the years of Date32'), '', text)
 *
 * Stops the query at a year that a computation would get wrong: Date32 and DateTime64 have the
 * years 1900 to 2299, and take others for the nearest. MySQL's zero dates fall into no week.
 */
function inRange(text: Sql, first: number, last: number): Sql {
  const year = sql`toUInt16OrZero(substring(${text}, 1, 4))`;
  const between = Sql.dangerouslyFromText(`BETWEEN ${first} AND ${last}`);
  const isDate = sql`NOT endsWith(${text}, 'infinity') AND NOT startsWith(${text}, '0000-00-00')`;
  const isBeyond = sql`(NOT (${year} ${between}) OR endsWith(${text}, 'BC'))`;
  const refused = sql`ifNull(${isDate} AND ${isBeyond}, 0)`;
  const stop = sql`throwIf(${refused}, 'a week or zone beyond the years of Date32')`;
  return sql`if(${stop}, '', ${text})`;
}
