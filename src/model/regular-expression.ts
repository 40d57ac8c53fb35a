/**
 * A regular expression that every service understands alike. RE2, PostgreSQL's, PCRE and ICU agree
 * on literal characters, `.`, classes, groups, `|`, `* + ? {n,m}`, `^` and `$`. What they disagree
 * on (look-around, back references, lazy and possessive repeats, word borders, classes by name)
 * does not belong to the language.
 */
export interface RegularExpression {
  /**
   * The expression with classes such as `\d` spelled out, with groups that capture nothing, and
   * with `END` for the end of the text.
   */
  readonly pattern: string;
}

/**
 * What stands for `$` in a pattern, because some services take `$` for the place ahead of a last
 * line break, too. No text of a caller can hold it.
 */
export const END = '\0';

const CLASSES: Readonly<Record<string, string>> = {
  d: '0-9',
  w: 'A-Za-z0-9_',
  s: ' \\t\\n\\r\\f\\v',
};
const CONTROLS: Readonly<Record<string, string>> = {
  t: '\\t',
  n: '\\n',
  r: '\\r',
  f: '\\f',
  v: '\\v',
};
/** The most repeats that a pattern may ask for: PostgreSQL's DUPMAX. RE2 takes 1,000. */
const MAX_REPEATS = 255;
const MAX_LENGTH = 1_000;

/** Parses the text of a caller. @returns null when it does not belong to the language */
export function parseRegularExpression(text: string): RegularExpression | null {
  if (text.length > MAX_LENGTH || text.includes(END)) return null;
  const characters = [...text];
  const cursor: Cursor = { characters, at: 0 };
  const pattern = alternatives(cursor);
  return pattern === null || cursor.at < characters.length ? null : { pattern };
}

/** The text of a caller, and the place in it that is read next. */
interface Cursor {
  readonly characters: readonly string[];
  at: number;
}

function alternatives(cursor: Cursor): string | null {
  const branches: string[] = [];
  do {
    if (branches.length > 0) cursor.at += 1;
    const branch = sequence(cursor);
    // An empty branch is an error to some of the services' languages.
    if (branch === null || branch === '') return null;
    branches.push(branch);
  } while (cursor.characters[cursor.at] === '|');
  return branches.join('|');
}

function sequence(cursor: Cursor): string | null {
  let pattern = '';
  for (
    let next = cursor.characters[cursor.at];
    next !== undefined && next !== '|' && next !== ')';
    next = cursor.characters[cursor.at]
  ) {
    const item = next === '^' || next === '$' ? anchor(cursor, next) : repeated(cursor);
    if (item === null) return null;
    pattern += item;
  }
  return pattern;
}

function anchor(cursor: Cursor, character: '^' | '$'): string {
  cursor.at += 1;
  return character === '^' ? '^' : END;
}

function repeated(cursor: Cursor): string | null {
  const one = atom(cursor);
  if (one === null) return null;
  const rest = cursor.characters.slice(cursor.at).join('');
  const repeat = /^(?:[*+?]|\{\d{1,3}(?:,(?:\d{1,3})?)?\})/.exec(rest)?.[0] ?? '';
  const [least, most] = (repeat.match(/\d+/g) ?? []).map(Number);
  if (
    (least ?? 0) > MAX_REPEATS ||
    (most ?? 0) > MAX_REPEATS ||
    (most !== undefined && most < (least ?? 0))
  )
    return null;
  cursor.at += repeat.length;
  // A repeat behind a repeat would be lazy, possessive or an error.
  return /^[*+?{]/.test(rest.slice(repeat.length)) ? null : one + repeat;
}

function atom(cursor: Cursor): string | null {
  const character = cursor.characters[cursor.at] ?? '';
  cursor.at += 1;
  switch (character) {
    case '.':
      return '.';
    case '\\':
      return escaped(cursor);
    case '[':
      return bracket(cursor);
    case '(':
      return group(cursor);
    case '*':
    case '+':
    case '?':
    case '{':
    case '}':
    case ']':
      return null;
    default:
      return escapeLiteral(character);
  }
}

function escaped(cursor: Cursor): string | null {
  const character = cursor.characters[cursor.at] ?? '';
  cursor.at += 1;
  const members = CLASSES[character.toLowerCase()];
  if (members !== undefined)
    return character === character.toLowerCase() ? `[${members}]` : `[^${members}]`;
  return CONTROLS[character] ?? (isPunctuation(character) ? escapeLiteral(character) : null);
}

function group(cursor: Cursor): string | null {
  if (cursor.characters[cursor.at] === '?') {
    if (cursor.characters[cursor.at + 1] !== ':') return null;
    cursor.at += 2;
  }
  const inner = alternatives(cursor);
  if (inner === null || cursor.characters[cursor.at] !== ')') return null;
  cursor.at += 1;
  return `(?:${inner})`;
}

/** Reads [a-z0-9_]. Every mark in it is escaped, because ICU takes && and [ for set operations. */
function bracket(cursor: Cursor): string | null {
  const isNegated = cursor.characters[cursor.at] === '^';
  if (isNegated) cursor.at += 1;
  let members = '';
  for (let next = cursor.characters[cursor.at]; next !== ']'; next = cursor.characters[cursor.at]) {
    const from = member(cursor);
    if (from === null) return null;
    members += from.text;
    if (cursor.characters[cursor.at] !== '-' || cursor.characters[cursor.at + 1] === ']') continue;
    cursor.at += 1;
    const to = member(cursor);
    if (
      from.character === null ||
      to === null ||
      to.character === null ||
      to.character < from.character
    )
      return null;
    members += `-${to.text}`;
  }
  cursor.at += 1;
  return members === '' ? null : `[${isNegated ? '^' : ''}${members}]`;
}

/** Reads one character of a bracket, or a class, whose `character` is null: it begins no range. */
function member(
  cursor: Cursor,
): { readonly text: string; readonly character: number | null } | null {
  let character = cursor.characters[cursor.at];
  cursor.at += 1;
  if (character === undefined || character === '[') return null;
  if (character === '\\') {
    character = cursor.characters[cursor.at] ?? '';
    cursor.at += 1;
    const members = CLASSES[character];
    if (members !== undefined) return { text: members, character: null };
    if (CONTROLS[character] !== undefined)
      return { text: CONTROLS[character] ?? '', character: null };
    if (!isPunctuation(character)) return null;
  }
  return { text: escapeLiteral(character), character: character.codePointAt(0) ?? 0 };
}

function isPunctuation(character: string): boolean {
  return /^[!-/:-@[-`{-~]$/.test(character);
}

/** The character, escaped where a service could take it for more than itself. */
function escapeLiteral(character: string): string {
  return /^[-\\^$.|?*+()[\]{}&~#/]$/.test(character) ? `\\${character}` : character;
}
