import type { ReferenceTable, Row } from './reference-executor';
import { compare, scalarOf, scaled } from './reference-values';

/** Rows taken together, and the column of them that is asked for. */
export interface Aggregated {
  readonly aggregated: ReferenceTable;
  readonly rows: readonly Row[];
  readonly column?: string;
}

const UNIT_DIGITS = 40;

/** One member of an aggregate object, by plain arithmetic over JSON values. */
export function aggregate(
  source: Aggregated,
  name: string,
  args: Readonly<Record<string, unknown>>,
): unknown {
  if (source.column === undefined)
    return name === '_count' ? String(source.rows.length) : { ...source, column: name };
  const { column, aggregated: table } = source;
  const described = table.columns.find((candidate) => candidate.fieldName === column);
  if (described === undefined) throw new Error(`no column ${column}`);
  const scalar = scalarOf(described);
  const values = source.rows.map((row) => row[column] ?? null).filter((value) => value !== null);
  const sorted = values.toSorted((a, b) => compare(scalar, a, b));
  switch (name) {
    case '_sum':
      return values.length === 0 ? null : sum(scalar, values);
    case '_avg':
      return values.length === 0 ? null : average(scalar, values, scaleOf(described));
    case '_min':
    case '_any':
      return sorted[0] ?? null;
    case '_max':
      return sorted.at(-1) ?? null;
    case '_countDistinct':
    case '_uniq':
      return String(new Set(values.map((value) => JSON.stringify(value))).size);
    case '_variance':
      return variance(values);
    case '_stddev':
      return variance(values) === null ? null : Math.sqrt(variance(values) ?? 0);
    case '_quantile':
      return quantile(sorted, args['level'] as number);
    case '_quantiles':
      return (args['levels'] as readonly number[]).map((level) => quantile(sorted, level));
    case '_topK':
      return mostFrequent(sorted).slice(0, args['k'] as number);
    case '_argMin':
    case '_argMax':
      return beside(source, column, args['by'] as string, name === '_argMax');
    default:
      throw new Error(`no aggregate ${name}`);
  }
}

function sum(scalar: string, values: readonly unknown[]): unknown {
  if (scalar === 'Float')
    return values.reduce<number>((total, value) => total + (value as number), 0);
  if (scalar !== 'Decimal')
    return values
      .reduce<bigint>((total, value) => total + BigInt(value as string | number), 0n)
      .toString();
  const digits = Math.max(...values.map((value) => (value as string).split('.')[1]?.length ?? 0));
  return rendered(
    values.reduce<bigint>((total, value) => total + scaled(value as string), 0n),
    digits,
  );
}

/**
 * Rounded half away from zero, to six digits more than the column has behind the point, 30 at most.
 */
function average(scalar: string, values: readonly unknown[], scale: number): unknown {
  if (scalar === 'Float') return (sum(scalar, values) as number) / values.length;
  const total = values.reduce<bigint>((whole, value) => whole + scaled(String(value)), 0n);
  return rendered(total, Math.max(scale, Math.min(scale + 6, 30)), BigInt(values.length));
}

/** A whole number of units, divided, as a decimal with so many digits. */
function rendered(units: bigint, digits: number, divisor = 1n): string {
  const unit = divisor * 10n ** BigInt(UNIT_DIGITS - digits);
  const magnitude = ((units < 0n ? -units : units) * 2n + unit) / (unit * 2n);
  const text = magnitude.toString().padStart(digits + 1, '0');
  const plain = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return units < 0n && magnitude !== 0n ? `-${plain}` : plain;
}

function scaleOf(column: { readonly remoteType?: string }): number {
  return Number(/\(\d+,\s*(\d+)\)/.exec(column.remoteType ?? '')?.[1] ?? 0);
}

function variance(values: readonly unknown[]): number | null {
  if (values.length < 2) return null;
  const numbers = values.map(Number);
  const mean = numbers.reduce((total, value) => total + value, 0) / numbers.length;
  return numbers.reduce((total, value) => total + (value - mean) ** 2, 0) / (numbers.length - 1);
}

function quantile(sorted: readonly unknown[], level: number): unknown {
  return sorted[Math.max(0, Math.ceil(level * sorted.length) - 1)] ?? null;
}

function mostFrequent(sorted: readonly unknown[]): readonly unknown[] {
  const counts = new Map<unknown, number>();
  for (const value of sorted) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([value]) => value);
}

function beside(source: Aggregated, column: string, by: string, greatest: boolean): unknown {
  const [own, other] = [column, by].map((name) =>
    scalarOf(
      source.aggregated.columns.find((candidate) => candidate.fieldName === name) ?? {
        graphqlType: '',
      },
    ),
  );
  const rows = source.rows
    .filter((row) => row[column] !== null && row[by] !== null)
    .toSorted(
      (a, b) => compare(other ?? '', a[by], b[by]) || compare(own ?? '', a[column], b[column]),
    );
  return (greatest ? rows.at(-1) : rows[0])?.[column] ?? null;
}

/**
 * The key of a row's group: its value, the begin of its span of time (in UTC), or the lower end of
 * its bin.
 */
export function groupKey(
  scalar: string,
  value: unknown,
  entry: Readonly<Record<string, unknown>>,
): unknown {
  if (value === null) return null;
  if (typeof entry['binWidth'] === 'number') return bin(scalar, value, entry['binWidth']);
  if (typeof entry['bucket'] !== 'string') return value;
  const text = value as string;
  if (text.endsWith('infinity')) return text;
  if (entry['bucket'] === 'WEEK' && text.startsWith('0000-00-00')) return null;
  const begin = bucket(
    entry['bucket'],
    text.replace('Z', '').padEnd(19, 'T00:00:00'.slice(text.length - 10)),
  );
  return scalar === 'Date' ? begin.slice(0, 10) : scalar === 'DateTime' ? `${begin}Z` : begin;
}

function bucket(unit: string, text: string): string {
  const midnight = 'T00:00:00';
  switch (unit) {
    case 'SECOND':
      return text.slice(0, 19);
    case 'MINUTE':
      return `${text.slice(0, 16)}:00`;
    case 'HOUR':
      return `${text.slice(0, 13)}:00:00`;
    case 'DAY':
      return text.slice(0, 10) + midnight;
    case 'MONTH':
      return `${text.slice(0, 7)}-01${midnight}`;
    case 'YEAR':
      return `${text.slice(0, 4)}-01-01${midnight}`;
    case 'QUARTER':
      return `${text.slice(0, 5)}${String(Math.floor((Math.max(1, Number(text.slice(5, 7))) - 1) / 3) * 3 + 1).padStart(2, '0')}-01${midnight}`;
    default: {
      const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
      day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
      return day.toISOString().slice(0, 10) + midnight;
    }
  }
}

function bin(scalar: string, value: unknown, width: number): unknown {
  if (scalar === 'Float') return Math.floor((value as number) / width) * width + 0;
  const step = scaled(String(width));
  const units = scaled(String(value));
  const lower = units - (((units % step) + step) % step);
  const digits =
    scalar === 'Decimal'
      ? Math.max(
          (value as string).split('.')[1]?.length ?? 0,
          String(width).split('.')[1]?.length ?? 0,
        )
      : 0;
  const text = rendered(lower, digits);
  return scalar === 'Int' ? Number(text) : text;
}
