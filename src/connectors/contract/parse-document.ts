import type { z } from 'zod';
import { GatewayError } from '../../errors/gateway-error';

/**
 * Parses the JSON text that a catalog statement answered.
 * @throws GatewayError INTERNAL for a document of another shape
 */
export function parseDocument<Document>(shape: z.ZodType<Document>, text: string): Document {
  const parsed = shape.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new GatewayError('INTERNAL', 'A catalog statement answered a document of another shape.', {
    cause: parsed.error,
  });
}
