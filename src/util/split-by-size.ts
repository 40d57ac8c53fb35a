/**
 * Splits items into groups, in their order. A group has as many items as fit into `maxSize`
 * together, and at least one.
 */
export function splitBySize<T>(
  items: readonly T[],
  maxSize: number,
  sizeOf: (item: T) => number,
): readonly (readonly T[])[] {
  const groups: T[][] = [];
  let size = Infinity;
  for (const item of items) {
    size += sizeOf(item);
    if (size > maxSize) {
      groups.push([]);
      size = sizeOf(item);
    }
    groups.at(-1)?.push(item);
  }
  return groups;
}
