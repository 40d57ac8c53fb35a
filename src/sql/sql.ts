/**
 * SQL text that was built from typed parts. A plain string is not an `Sql`: the only ways to make one are the
 * `sql` tag (whose holes take `Sql` only), and the quoting functions of a dialect.
 */
export class Sql {
  /** Nominal: an object literal with a text does not pass for SQL. */
  declare private readonly brand: never;

  private constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }

  /** For dialects only: `text` must already be quoted or a constant of the code. */
  static dangerouslyFromText(text: string): Sql {
    return new Sql(text);
  }
}

/** sql`SELECT ${identifier} FROM ${table}`: the constant parts come from the code, the holes are SQL already. */
export function sql(constants: TemplateStringsArray, ...holes: readonly Sql[]): Sql {
  let text = constants[0] ?? '';
  holes.forEach((hole, index) => {
    text += hole.text + (constants[index + 1] ?? '');
  });
  return Sql.dangerouslyFromText(text);
}

/** Joins parts with a separator that is a constant of the code. */
export function joinSql(
  parts: readonly Sql[],
  separator: ', ' | ' AND ' | ' OR ' | ' ' | ' || ' | '; ' | ' UNION ALL ',
): Sql {
  return Sql.dangerouslyFromText(parts.map((part) => part.text).join(separator));
}

export const EMPTY_SQL = Sql.dangerouslyFromText('');
