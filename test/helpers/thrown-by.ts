import { GatewayError } from '../../src/errors/gateway-error';

/**
 * The GatewayError that the work throws.
 * @throws whatever else it throws, and an Error when it throws nothing
 */
export function thrownBy(work: () => unknown): GatewayError {
  try {
    work();
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}
