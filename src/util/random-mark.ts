import { randomFillSync } from 'node:crypto';

const MARK_BYTES = 12;
/**
 * Drawn from the system together: a draw costs 2 µs whatever its length (Node 20), as a tenth of a
 * look-up's planning.
 */
const POOL = Buffer.alloc(MARK_BYTES * 256);
let next = POOL.length;

/** 96 random bits as letters, digits, `_` and `-`: no text of a service holds them. */
export function randomMark(): string {
  if (next === POOL.length) {
    randomFillSync(POOL);
    next = 0;
  }
  next += MARK_BYTES;
  return POOL.toString('base64url', next - MARK_BYTES, next);
}
