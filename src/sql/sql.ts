/**
 * SQL text that was built from typed parts. A plain string is not an `Sql`: the only ways to make
 * one are the `sql` tag (whose holes take `Sql` only), and the quoting functions of a dialect.
 */
export class Sql {
  /** Makes the type nominal, so that an object literal with a text does not pass for SQL. */
  declare private readonly brand: never;

  private constructor(readonly text: string) {}

  /** Whether there is no text. Callers leave out what would stand around an empty clause. */
  get isEmpty(): boolean {
    return this.text === '';
  }

  /** Whether a comment may go around it: nothing in it begins or ends a comment. */
  get fitsComment(): boolean {
    return !/\*\/|\/\*/.test(this.text);
  }

  toString(): string {
    return this.text;
  }

  /** The text without the space that it begins with, to stand behind a parenthesis. */
  trimStart(): Sql {
    return new Sql(this.text.trimStart());
  }

  /** Takes a text for SQL. For dialects only: it must be quoted, or a constant of the code. */
  static dangerouslyFromText(text: string): Sql {
    return new Sql(text);
  }
}

/**
 * The tag that makes SQL: sql`SELECT ${identifier} FROM ${table}`. The constant parts come from the
 * code, and the holes take what is SQL already.
 */
export function sql(constants: TemplateStringsArray, ...holes: readonly Sql[]): Sql {
  let text = constants[0] ?? '';
  for (let index = 0; index < holes.length; index++)
    text += (holes[index]?.text ?? '') + (constants[index + 1] ?? '');
  return Sql.dangerouslyFromText(text);
}

/** Joins parts with a separator that is a constant of the code. */
export function joinSql(
  parts: readonly Sql[],
  separator: ', ' | ' AND ' | ' OR ' | ' ' | ' || ' | '; ' | ' UNION ALL ',
): Sql {
  return Sql.dangerouslyFromText(parts.map((part) => part.text).join(separator));
}

/** A clause that is left out. */
export const EMPTY_SQL = Sql.dangerouslyFromText('');
