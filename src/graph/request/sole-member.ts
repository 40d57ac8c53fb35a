import { GatewayError } from '../../errors/gateway-error';

/**
 * The one member of an input object. The order of an input object's members is lost when it is
 * coerced: two of them would not say which comes first.
 * @throws GatewayError INVALID_INPUT
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
