import { GatewayError } from '../src/errors/gateway-error';

/** @throws GatewayError INVALID_INPUT */
export function toVariables(given: unknown): Readonly<Record<string, unknown>> {
  if (given === undefined || given === null) return {};
  if (typeof given === 'object' && !Array.isArray(given))
    return given as Readonly<Record<string, unknown>>;
  throw new GatewayError(
    'INVALID_INPUT',
    '`variables` must be an object, with a member for each variable.',
  );
}
