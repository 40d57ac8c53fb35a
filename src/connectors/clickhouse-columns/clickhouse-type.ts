/**
 * A ClickHouse type as a tree: `Decimal(10, 2)` has two literals, `Tuple(a Int8)` one labelled
 * type, `Enum8('a' = 1)` one literal `'a' = 1`.
 * https://clickhouse.com/docs/sql-reference/data-types
 */
export interface ClickhouseType {
  readonly name: string;
  readonly arguments: readonly TypeArgument[];
}

export type TypeArgument =
  | { readonly kind: 'type'; readonly label: string | null; readonly type: ClickhouseType }
  | { readonly kind: 'literal'; readonly text: string };

/** A name, with the dots of a JSON path. */
const NAME = /([A-Za-z_][\w.]*)/;
const QUOTED_NAME = /`((?:[^`\\]|\\.|``)*)`/;
const TEXT_OR_NUMBER = /("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.|'')*'|-?\d[\d.]*)/;
const SIGN = /([(),=])/;
const TOKEN = new RegExp(
  `\\s*(?:${[NAME, QUOTED_NAME, TEXT_OR_NUMBER, SIGN].map(({ source }) => source).join('|')})`,
  'sy',
);

interface Token {
  readonly kind: 'name' | 'quoted' | 'literal' | 'sign' | 'end';
  readonly text: string;
}

/** Reads a type's text into a tree; null when it is no type. */
export function parseClickhouseType(text: string): ClickhouseType | null {
  const tokens = readTokens(text);
  if (tokens === null) return null;
  const reader = new TypeReader(tokens);
  const type = reader.readType();
  return reader.isAtEnd() ? type : null;
}

/** Lists the types among a type's arguments, e.g. those of a tuple's elements. */
export function typeArguments(
  type: ClickhouseType,
): readonly { readonly label: string | null; readonly type: ClickhouseType }[] {
  return type.arguments.flatMap((argument) => (argument.kind === 'type' ? [argument] : []));
}

/** Lists the whole numbers among a type's arguments, e.g. `[10, 2]` of `Decimal(10, 2)`. */
export function numberArguments(type: ClickhouseType): readonly number[] {
  return type.arguments.flatMap((argument) =>
    argument.kind === 'literal' && /^\d+$/.test(argument.text) ? [Number(argument.text)] : [],
  );
}

function readTokens(text: string): readonly Token[] | null {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(text);
    if (match === null) return null;
    const [, name, quoted, literal, sign] = match;
    if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', text: unescape(quoted) });
    else if (literal !== undefined) tokens.push({ kind: 'literal', text: literal });
    else tokens.push({ kind: 'sign', text: sign ?? '' });
  }
  return tokens;
}

/**
 * Reads a quoted name. ClickHouse writes names in backticks with backslashes; a caller may double
 * the backtick.
 */
function unescape(quoted: string): string {
  return quoted.replace(/\\(.)|``/gs, (_all, escaped: string | undefined) => escaped ?? '`');
}

class TypeReader {
  private position = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  isAtEnd(): boolean {
    return this.position === this.tokens.length;
  }

  /** Reads a whole type, e.g. `Decimal(10, 2)`. */
  readType(): ClickhouseType | null {
    const name = this.take('name');
    if (name === null) return null;
    if (!this.takeSign('(')) return { name, arguments: [] };
    const found: TypeArgument[] = [];
    if (this.takeSign(')')) return { name, arguments: found };
    for (;;) {
      const argument = this.readArgument();
      if (argument === null) return null;
      found.push(argument);
      if (this.takeSign(')')) return { name, arguments: found };
      if (!this.takeSign(',')) return null;
    }
  }

  private readArgument(): TypeArgument | null {
    const [first, second] = [this.peek(0), this.peek(1)];
    const isLabelled =
      first.kind === 'quoted' ||
      (first.kind === 'name' && (second.kind === 'name' || second.kind === 'quoted'));
    if (isLabelled) this.position += 1;
    else if (first.kind !== 'name' || (second.kind === 'sign' && second.text === '='))
      return this.readLiteral();
    const type = this.readType();
    return type === null ? null : { kind: 'type', label: isLabelled ? first.text : null, type };
  }

  /** Reads everything up to the comma or parenthesis that ends it, as one text. */
  private readLiteral(): TypeArgument | null {
    const parts: string[] = [];
    for (
      let token = this.peek(0);
      token.kind !== 'end' && !(token.kind === 'sign' && token.text !== '=');
      token = this.peek(0)
    ) {
      parts.push(token.text);
      this.position += 1;
    }
    return parts.length === 0 ? null : { kind: 'literal', text: parts.join(' ') };
  }

  private take(kind: Token['kind']): string | null {
    const token = this.peek(0);
    if (token.kind !== kind) return null;
    this.position += 1;
    return token.text;
  }

  private takeSign(sign: string): boolean {
    const token = this.peek(0);
    if (token.kind !== 'sign' || token.text !== sign) return false;
    this.position += 1;
    return true;
  }

  private peek(ahead: number): Token {
    return this.tokens[this.position + ahead] ?? { kind: 'end', text: '' };
  }
}
