/** The bytes in one piece: a copy where they are several. */
export function joinSegments(segments: readonly Buffer[]): Buffer {
  return segments.length === 1 && segments[0] !== undefined ? segments[0] : Buffer.concat(segments);
}
