/**
 * Tarjan's strongly connected components, of those nodes that lead back to themselves.
 * @param references what each node refers to; a node that is no key of the map is left out
 * @returns each circle once, in no order that means something
 */
export function findCircles<T>(
  references: ReadonlyMap<T, ReadonlySet<T>>,
): readonly (readonly T[])[] {
  const circles: T[][] = [];
  const order = new Map<T, number>();
  const lowest = new Map<T, number>();
  const open = new Set<T>();
  const visit = (node: T): number => {
    const index = order.size;
    order.set(node, index);
    open.add(node);
    let low = index;
    for (const next of references.get(node) ?? []) {
      if (!references.has(next)) continue;
      if (!order.has(next)) low = Math.min(low, visit(next));
      else if (open.has(next)) low = Math.min(low, lowest.get(next) ?? order.get(next) ?? low);
    }
    lowest.set(node, low);
    if (low !== index) return low;
    const all = [...open];
    const circle = all.slice(all.indexOf(node));
    circle.forEach((each) => open.delete(each));
    if (circle.length > 1 || references.get(node)?.has(node) === true) circles.push(circle);
    return low;
  };
  [...references.keys()].forEach((node) => order.has(node) || visit(node));
  return circles;
}
