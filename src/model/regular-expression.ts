/**
 * The regular expressions that every service understands alike: RE2, PostgreSQL's, PCRE and ICU
 * agree on literal characters, `.`, classes, groups, `|`, `* + ? {n,m}`, `^` and `$`. What they
 * disagree on (look-around, back references, lazy and possessive repeats, word borders, classes by
 * name) is none of the language.
 */
export interface RegularExpression {
  /**
   * With classes such as `\d` spelled out, groups that capture nothing, and `END` for the end of
   * the text.
   */
  readonly pattern: string;
}

/**
 * Stands for `$`, which some take for the place ahead of a last line break, too. No pattern can
 * hold it.
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
/** PostgreSQL's limit (DUPMAX); RE2's is 1,000. */
const MAX_REPEATS = 255;
const MAX_LENGTH = 1_000;

/** Null for a text that is none. */
export function parseRegularExpression(text: string): RegularExpression | null {
  if (text.length > MAX_LENGTH || text.includes(END)) return null;
  const characters = [...text];
  const state: Reader = { characters, at: 0 };
  const pattern = alternatives(state);
  return pattern === null || state.at < characters.length ? null : { pattern };
}

interface Reader {
  readonly characters: readonly string[];
  at: number;
}

function alternatives(reader: Reader): string | null {
  const branches: string[] = [];
  do {
    if (branches.length > 0) reader.at += 1;
    const branch = sequence(reader);
    // An empty branch is an error in PostgreSQL's and in PCRE's other cousins.
    if (branch === null || branch === '') return null;
    branches.push(branch);
  } while (reader.characters[reader.at] === '|');
  return branches.join('|');
}

function sequence(reader: Reader): string | null {
  let pattern = '';
  for (
    let next = reader.characters[reader.at];
    next !== undefined && next !== '|' && next !== ')';
    next = reader.characters[reader.at]
  ) {
    const item = next === '^' || next === '$' ? anchor(reader, next) : repeated(reader);
    if (item === null) return null;
    pattern += item;
  }
  return pattern;
}

function anchor(reader: Reader, character: '^' | '$'): string {
  reader.at += 1;
  return character === '^' ? '^' : END;
}

function repeated(reader: Reader): string | null {
  const one = atom(reader);
  if (one === null) return null;
  const rest = reader.characters.slice(reader.at).join('');
  const repeat = /^(?:[*+?]|\{\d{1,3}(?:,(?:\d{1,3})?)?\})/.exec(rest)?.[0] ?? '';
  const [least, most] = (repeat.match(/\d+/g) ?? []).map(Number);
  if (
    (least ?? 0) > MAX_REPEATS ||
    (most ?? 0) > MAX_REPEATS ||
    (most !== undefined && most < (least ?? 0))
  )
    return null;
  reader.at += repeat.length;
  // A repeat of a repeat, lazy or possessive.
  return /^[*+?{]/.test(rest.slice(repeat.length)) ? null : one + repeat;
}

function atom(reader: Reader): string | null {
  const character = reader.characters[reader.at] ?? '';
  reader.at += 1;
  switch (character) {
    case '.':
      return '.';
    case '\\':
      return escaped(reader);
    case '[':
      return bracket(reader);
    case '(':
      return group(reader);
    case '*':
    case '+':
    case '?':
    case '{':
    case '}':
    case ']':
      return null;
    default:
      return literal(character);
  }
}

function escaped(reader: Reader): string | null {
  const character = reader.characters[reader.at] ?? '';
  reader.at += 1;
  const members = CLASSES[character.toLowerCase()];
  if (members !== undefined)
    return character === character.toLowerCase() ? `[${members}]` : `[^${members}]`;
  return CONTROLS[character] ?? (isPunctuation(character) ? literal(character) : null);
}

function group(reader: Reader): string | null {
  if (reader.characters[reader.at] === '?') {
    if (reader.characters[reader.at + 1] !== ':') return null;
    reader.at += 2;
  }
  const inner = alternatives(reader);
  if (inner === null || reader.characters[reader.at] !== ')') return null;
  reader.at += 1;
  return `(?:${inner})`;
}

/** [a-z0-9_], with every mark in it escaped: ICU takes && and [ for set operations. */
function bracket(reader: Reader): string | null {
  const isNegated = reader.characters[reader.at] === '^';
  if (isNegated) reader.at += 1;
  let members = '';
  for (let next = reader.characters[reader.at]; next !== ']'; next = reader.characters[reader.at]) {
    const from = member(reader);
    if (from === null) return null;
    members += from.text;
    if (reader.characters[reader.at] !== '-' || reader.characters[reader.at + 1] === ']') continue;
    reader.at += 1;
    const to = member(reader);
    if (
      from.character === null ||
      to === null ||
      to.character === null ||
      to.character < from.character
    )
      return null;
    members += `-${to.text}`;
  }
  reader.at += 1;
  return members === '' ? null : `[${isNegated ? '^' : ''}${members}]`;
}

/** One character of a bracket, or a class, which begins no range. */
function member(
  reader: Reader,
): { readonly text: string; readonly character: number | null } | null {
  let character = reader.characters[reader.at];
  reader.at += 1;
  if (character === undefined || character === '[') return null;
  if (character === '\\') {
    character = reader.characters[reader.at] ?? '';
    reader.at += 1;
    const members = CLASSES[character];
    if (members !== undefined) return { text: members, character: null };
    if (CONTROLS[character] !== undefined)
      return { text: CONTROLS[character] ?? '', character: null };
    if (!isPunctuation(character)) return null;
  }
  return { text: literal(character), character: character.codePointAt(0) ?? 0 };
}

function isPunctuation(character: string): boolean {
  return /^[!-/:-@[-`{-~]$/.test(character);
}

/** Escaped where any of the languages could take it for more than itself. */
function literal(character: string): string {
  return /^[-\\^$.|?*+()[\]{}&~#/]$/.test(character) ? `\\${character}` : character;
}
