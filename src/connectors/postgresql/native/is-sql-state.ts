/**
 * True for a SQLSTATE. Node's `EPIPE` and the like have five characters too, but SQL has no class
 * that starts with E.
 */
export function isSqlState(code: string): boolean {
  return /^[0-9A-DF-Z][0-9A-Z]{4}$/.test(code);
}
