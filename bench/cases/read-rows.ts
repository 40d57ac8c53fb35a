import type { Json, ReadRows } from './bench-case';

/** The rows below `data` under the given field; a single row counts as a list of one. */
export function rowsOf(field: string): ReadRows {
  return (answer) => {
    const rows = memberOf(memberOf(answer, 'data'), field);
    return isList(rows) ? rows : [rows];
  };
}

/** The same, with each row made of members that lie deeper, e.g. `{ city: ['key', 'city'] }`. */
export function rowsWith(
  field: string,
  members: Readonly<Record<string, readonly string[]>>,
): ReadRows {
  const pick = (row: Json): Json =>
    Object.fromEntries(
      Object.entries(members).map(([name, path]) => [name, path.reduce(memberOf, row)]),
    );
  return (answer) => rowsOf(field)(answer).map(pick);
}

function memberOf(value: Json, name: string): Json {
  const member =
    value !== null && typeof value === 'object' && !isList(value) ? value[name] : undefined;
  if (member === undefined)
    throw new Error(`the answer has no member ${name}: ${JSON.stringify(value).slice(0, 200)}`);
  return member;
}

// Array.isArray does not narrow readonly lists:
// https://github.com/microsoft/TypeScript/issues/17002
export const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
