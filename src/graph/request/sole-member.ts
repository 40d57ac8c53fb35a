import { GatewayError } from '../../errors/gateway-error';

/**
 * The only member of an input object. An object with two would not say which comes first: their
 * order is lost when it is coerced.
 * @throws GatewayError INVALID_INPUT where there are several, or none, or it is null
 */
export function soleMember(
  argument: string,
  entry: unknown,
): readonly [name: string, value: unknown] {
  const [first, second] = Object.entries((entry ?? {}) as Readonly<Record<string, unknown>>).filter(
    ([, value]) => value !== undefined,
  );
  if (first === undefined || second !== undefined) {
    throw new GatewayError(
      'INVALID_INPUT',
      `Each entry of \`${argument}\` names exactly one value: ${argument}: [{a: ASC}, {b: DESC}].`,
    );
  }
  if (first[1] === null)
    throw new GatewayError(
      'INVALID_INPUT',
      `The entry \`${first[0]}\` of \`${argument}\` is null: it has no direction.`,
    );
  return first;
}
