/**
 * RFC 3339, UTC, always with six digits of a fraction, so that texts sort like times. Records of
 * one change get successive `sequence` numbers, one microsecond apart, so that their order is kept.
 */
export function timestamp(now: Date, sequence = 0): string {
  const moment = new Date(now.getTime() + Math.floor(sequence / 1000));
  const microseconds = (sequence % 1000).toString().padStart(3, '0');
  return moment.toISOString().replace('Z', `${microseconds}Z`);
}
