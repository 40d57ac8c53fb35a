/** Joins parts of a path, some of which may be empty, to `lake/data/a.csv`. */
export function joinPath(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('/');
}
