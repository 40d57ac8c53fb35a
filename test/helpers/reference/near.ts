/**
 * The answer with the expected number in place of one that is nearly it: the last digits of a
 * deviation depend on the order of the rows.
 */
export function near(actual: unknown, expected: unknown): unknown {
  if (typeof actual === 'number' && typeof expected === 'number') {
    return Math.abs(actual - expected) <= 1e-9 * Math.abs(expected) ? expected : actual;
  }
  if (
    actual === null ||
    expected === null ||
    typeof actual !== 'object' ||
    typeof expected !== 'object'
  )
    return actual;
  const others = expected as Readonly<Record<string, unknown>>;
  if (Array.isArray(actual)) return actual.map((item, index) => near(item, others[index]));
  return Object.fromEntries(
    Object.entries(actual).map(([key, value]) => [key, near(value, others[key])]),
  );
}
