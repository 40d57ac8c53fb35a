/** The bytes of all segments in one piece. A single segment is not copied. */
export function joinSegments(segments: readonly Buffer[]): Buffer {
  return segments.length === 1 && segments[0] !== undefined ? segments[0] : Buffer.concat(segments);
}
