import type { Json } from '../cases/bench-case';
import { isList } from '../cases/read-rows';

/**
 * How values of one kind are written down, so that two writings of one value become the same text.
 */
const CANONICAL: Readonly<Record<string, (value: Json) => Json>> = {
  id: decimal,
  customers: decimal,
  amount: decimal,
  price: decimal,
  name: (value) => value,
  city: (value) => value,
  created: instant,
  placed: instant,
  // Lists below a row have no order that was asked for.
  orders: (value) => canonicalRows(isList(value) ? value : [value], false),
  products: (value) => canonicalRows(isList(value) ? value : [value], false),
};

/**
 * Rows as texts in which members and numbers, instants and texts look the same for every contender.
 */
export function canonicalRows(rows: readonly Json[], ordered: boolean): readonly string[] {
  const texts = rows.map((row) => JSON.stringify(canonicalRow(row)));
  return ordered ? texts : texts.sort();
}

function canonicalRow(row: Json): Json {
  if (row === null || typeof row !== 'object' || isList(row)) return row;
  return Object.fromEntries(
    Object.keys(row)
      .sort()
      .map((member) => [member, canonicalMember(member, row[member] ?? null)]),
  );
}

function canonicalMember(member: string, value: Json): Json {
  const write = CANONICAL[member];
  if (write === undefined)
    throw new Error(`an answer has the member ${member}, which no case asks for`);
  return value === null ? null : write(value);
}

/** `120`, `"120"` and `"120.00"` are one number. */
function decimal(value: Json): Json {
  const text = toText(value);
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new Error(`${text} is no decimal number`);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** RFC 3339 in UTC, without zeros at the end of the fraction. */
function instant(value: Json): Json {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(?:Z|\+00:00)$/.exec(toText(value));
  if (parts === null) throw new Error(`${toText(value)} is no instant in UTC`);
  const fraction = (parts[2] ?? '').replace(/0+$/, '');
  return `${parts[1] ?? ''}${fraction === '' ? '' : `.${fraction}`}Z`;
}

const toText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
