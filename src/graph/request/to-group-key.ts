import type { RemoteColumn } from '../../model/remote-table';
import type { GroupKey, TimeBucket } from '../../model/selection/group-set';
import { type DataModel, nodeOf, type TableNode } from '../model/data-model';
import { GatewayError } from '../../errors/gateway-error';
import { groupedEdges } from '../types/group-types';

interface KeyInput {
  readonly column?: string | null;
  readonly bucket?: TimeBucket | null;
  readonly zone?: string | null;
  readonly binWidth?: number | null;
}

const TIMES: ReadonlySet<string> = new Set(['Date', 'LocalDateTime', 'DateTime']);
const WITHIN_A_DAY: ReadonlySet<TimeBucket> = new Set(['SECOND', 'MINUTE', 'HOUR']);
const NUMBERS: ReadonlySet<string> = new Set(['Int', 'BigInt', 'Decimal', 'Float']);

/** The key that an entry of `by` asks for. @throws GatewayError INVALID_INPUT */
export function toGroupKey(entry: unknown, node: TableNode, model: DataModel): GroupKey {
  const given = Object.entries(entry as Readonly<Record<string, unknown>>).filter(
    ([, value]) => value !== undefined && value !== null,
  );
  const edges = groupedEdges(node);
  const [name, related] = given.find(([key]) => edges.has(key)) ?? ['', null];
  const edge = edges.get(name);
  if (edge !== undefined) {
    if (given.length > 1) throw invalid('An entry of `by` names one column, or one relationship.');
    const key = toGroupKey(related, nodeOf(edge.to.id, model), model);
    return { ...key, value: { kind: 'related', edge, value: key.value } };
  }
  const input = entry as KeyInput;
  const column = node.columns.get(input.column ?? '');
  if (column === undefined)
    throw invalid('An entry of `by` names one column, or one relationship.');
  return { ...unitOf(column, input), value: { kind: 'column', column } };
}

function unitOf(column: RemoteColumn, { bucket, zone, binWidth }: KeyInput) {
  if (bucket !== undefined && bucket !== null) {
    if (binWidth !== undefined && binWidth !== null)
      throw invalid('A key has a `bucket` or a `binWidth`, not both.');
    return {
      kind: 'bucket',
      bucket: toBucket(column, bucket),
      zone: toZone(column, zone),
    } as const;
  }
  if (zone !== undefined && zone !== null) throw invalid('`zone` needs a `bucket`.');
  if (binWidth === undefined || binWidth === null) return { kind: 'value' } as const;
  return { kind: 'bin', width: toWidth(column, binWidth) } as const;
}

function toBucket(column: RemoteColumn, bucket: TimeBucket): TimeBucket {
  if (!TIMES.has(column.scalar))
    throw invalid(
      '`bucket` is for Date, LocalDateTime and DateTime columns, and ' +
        `\`${column.fieldName}\` is none.`,
    );
  if (column.scalar === 'Date' && WITHIN_A_DAY.has(bucket))
    throw invalid(`\`${column.fieldName}\` is a Date: its buckets are DAY and longer.`);
  return bucket;
}

function toZone(column: RemoteColumn, zone: string | null | undefined): string {
  if (zone === undefined || zone === null) return 'UTC';
  if (column.scalar !== 'DateTime')
    throw invalid(`\`${column.fieldName}\` is no moment in time: it has no \`zone\`.`);
  if (!/^[A-Za-z]/.test(zone))
    throw invalid('`zone` is the name of a time zone, e.g. "Europe/Oslo".');
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw invalid('`zone` is the name of a time zone, e.g. "Europe/Oslo".');
  }
}

/** The width as a decimal number without an exponent. */
function toWidth(column: RemoteColumn, width: number): string {
  if (!NUMBERS.has(column.scalar))
    throw invalid(`\`binWidth\` is for numbers, and \`${column.fieldName}\` is none.`);
  if (!(width > 0) || width >= 1e15 || width < 1e-6)
    throw invalid('`binWidth` is a number between 0.000001 and 1e15.');
  if (column.scalar !== 'Decimal' && column.scalar !== 'Float' && !Number.isInteger(width))
    throw invalid(`\`${column.fieldName}\` has whole numbers: so is its \`binWidth\`.`);
  return String(width);
}

function invalid(message: string): GatewayError {
  return new GatewayError('INVALID_INPUT', message);
}
