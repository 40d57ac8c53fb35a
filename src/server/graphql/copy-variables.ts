import { GraphQLError } from 'graphql';
import { GatewayError } from '../../errors/gateway-error';

type Variables = Readonly<Record<string, unknown>>;

/** No input of the schema nests near as deep in earnest; graphql-js coerces by recursion. */
const MAX_DEPTH = 200;

/**
 * Variables as objects without a prototype: graphql-js 16.15 reads members without asking whether
 * they are own ones, so a column called `toString` or `constructor` would be found in every filter
 * (utilities/coerceInputValue.js).
 * @throws GraphQLError INVALID_INPUT, status 400, when they nest too deep
 */
export function copyVariables(variables: Variables): Variables {
  return copyObject(variables, 0);
}

function copyObject(value: object, depth: number): Variables {
  if (depth > MAX_DEPTH) throw tooDeep();
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [name, member] of Object.entries(value)) copy[name] = copyValue(member, depth + 1);
  return copy;
}

function copyValue(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) throw tooDeep();
  return Array.isArray(value)
    ? value.map((item) => copyValue(item, depth + 1))
    : copyObject(value, depth);
}

function tooDeep(): GraphQLError {
  const message = `The variables nest more than ${MAX_DEPTH} levels deep.`;
  return new GraphQLError(message, {
    originalError: new GatewayError('INVALID_INPUT', message),
    extensions: { http: { status: 400 } },
  });
}
