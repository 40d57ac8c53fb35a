import { GatewayError } from '../../errors/gateway-error';

/** An argument that counts rows; null when it is left out. @throws GatewayError INVALID_INPUT */
export function toCount(name: string, value: unknown): number | null {
  if (value === undefined || value === null) return null;
  const count = value as number;
  if (count < 0) throw new GatewayError('INVALID_INPUT', `\`${name}\` must not be negative.`);
  return count;
}
