/**
 * The number that MySQL itself gave an error; null for the driver's and the network's own (mysql2
 * leaves those out, or below zero).
 */
export function errorNumberOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('errno' in error)) return null;
  return typeof error.errno === 'number' && error.errno >= 1000 ? error.errno : null;
}
