import { randomBytes } from 'node:crypto';
import { RawJson } from '../execution/raw-json';

/** Stands for a `RawJson` while the rest is stringified. Never leaves the process, so no value can equal it. */
const TOKEN = `raw-json-${randomBytes(16).toString('hex')}`;
const QUOTED_TOKEN = JSON.stringify(TOKEN);

/**
 * Stringifies a value as JSON in UTF-8, with each `RawJson` in it, at any depth, put in byte for byte.
 * @returns segments to be written one after the other
 */
export function spliceResponse(value: unknown): readonly Buffer[] {
  const bodies: Buffer[] = [];
  const text = JSON.stringify(value, (_key, part: unknown) => {
    if (!(part instanceof RawJson)) return part;
    bodies.push(part.body);
    return TOKEN;
  });
  return text.split(QUOTED_TOKEN).flatMap((piece, index) => {
    const body = bodies[index];
    return body === undefined ? [Buffer.from(piece)] : [Buffer.from(piece), body];
  });
}
