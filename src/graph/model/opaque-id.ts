import { GatewayError } from '../../errors/gateway-error';

type Part = string | number | boolean | null;

/**
 * Encodes values as a text that means nothing to callers: a cursor or a global id. It hides
 * nothing: anyone can decode it.
 */
export function encodeOpaque(parts: readonly Part[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/**
 * @param name the argument that the text was given for
 * @throws GatewayError INVALID_INPUT for a text that `encodeOpaque` did not make
 */
export function decodeOpaque(name: string, text: string): readonly Part[] {
  const parts = parse(Buffer.from(text, 'base64url').toString('utf8'));
  if (Array.isArray(parts) && parts.every(isPart) && encodeOpaque(parts) === text) return parts;
  throw new GatewayError('INVALID_INPUT', `\`${name}\` is not one that this gateway made.`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isPart(part: unknown): part is Part {
  return part === null || ['string', 'number', 'boolean'].includes(typeof part);
}
