import { Sql } from './sql';

/** An identifier, `"name"`, with doubled quotes. Any name that PostgreSQL can hold is valid. */
export function postgresqlIdentifier(name: string): Sql {
  return Sql.dangerouslyFromText('"' + name.replaceAll('"', '""') + '"');
}

/**
 * A text literal. With a backslash in it, it is an escape string (`E'..'`), which means the same
 * whatever standard_conforming_strings is set to. Callers refuse U+0000 first, because text of
 * PostgreSQL cannot hold it.
 */
export function postgresqlString(text: string): Sql {
  const doubled = text.replaceAll("'", "''");
  return Sql.dangerouslyFromText(
    text.includes('\\') ? `E'${doubled.replaceAll('\\', '\\\\')}'` : `'${doubled}'`,
  );
}
