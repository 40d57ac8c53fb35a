import { RawJson } from '../execution/raw-json';

/**
 * Prints a value as JSON in UTF-8, with each `RawJson` in it, at any depth, put in byte for byte.
 * @returns segments to be written one after the other
 */
export function spliceResponse(value: unknown): readonly Buffer[] {
  const segments: Buffer[] = [];
  const rest = print(value, '', segments);
  if (rest !== '') segments.push(Buffer.from(rest));
  return segments;
}

/** Not JSON.stringify with a replacer, which took ten times as long for the few members around one answer of ClickHouse (Node 20). @returns the text behind the last segment */
function print(value: unknown, before: string, segments: Buffer[]): string {
  if (value instanceof RawJson) {
    if (before !== '') segments.push(Buffer.from(before));
    segments.push(value.body);
    return '';
  }
  if (Array.isArray(value)) return printItems(value, before, segments);
  return isPlain(value) ? printMembers(value, before, segments) : before + (JSON.stringify(value) ?? 'null');
}

function printItems(items: readonly unknown[], before: string, segments: Buffer[]): string {
  let text = `${before}[`;
  let separator = '';
  for (const item of items) {
    text = print(item, text + separator, segments);
    separator = ',';
  }
  return `${text}]`;
}

function printMembers(members: Readonly<Record<string, unknown>>, before: string, segments: Buffer[]): string {
  let text = `${before}{`;
  let separator = '';
  for (const name of Object.keys(members)) {
    const member = members[name];
    if (member === undefined) continue;
    text = print(member, `${text}${separator}${JSON.stringify(name)}:`, segments);
    separator = ',';
  }
  return `${text}}`;
}

/** Others, such as dates, print themselves. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !('toJSON' in value);
}
