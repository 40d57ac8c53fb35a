/**
 * The `code` of an error of Node, e.g. `ENOENT`; null when it has none. The function does not ask
 * `instanceof Error`, because errors of Node's own modules are of another realm under jest
 * (jestjs/jest#2549).
 */
export function errorCodeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
