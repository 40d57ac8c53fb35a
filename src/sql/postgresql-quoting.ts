import { Sql } from './sql';

/** `"name"` with doubled quotes; valid for every name PostgreSQL can hold. */
export function postgresqlIdentifier(name: string): Sql {
  return Sql.dangerouslyFromText('"' + name.replaceAll('"', '""') + '"');
}

/**
 * A text literal. A backslash makes it an escape string (`E'..'`), so that it means the same
 * whatever standard_conforming_strings is set to. PostgreSQL text cannot hold U+0000: callers
 * refuse it first.
 */
export function postgresqlString(text: string): Sql {
  const doubled = text.replaceAll("'", "''");
  return Sql.dangerouslyFromText(
    text.includes('\\') ? `E'${doubled.replaceAll('\\', '\\\\')}'` : `'${doubled}'`,
  );
}
