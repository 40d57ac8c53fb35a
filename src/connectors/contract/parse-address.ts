import type { z } from 'zod';
import { GatewayError } from '../../errors/gateway-error';

/**
 * Checks and completes an address that a caller gave. `member` is its name in CreateServiceInput.
 * @throws GatewayError INVALID_INPUT that names every wrong field
 */
export function parseAddress<Address>(
  shape: z.ZodType<Address>,
  member: string,
  input: Readonly<Record<string, unknown>>,
): Address {
  const parsed = shape.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  throw new GatewayError('INVALID_INPUT', `${member}: ${problems.join('; ')}.`, {
    details: { fields: parsed.error.issues.map((issue) => `${member}.${issue.path.join('.')}`) },
  });
}
