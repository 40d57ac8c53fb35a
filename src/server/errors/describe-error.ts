import { isNativeError } from 'node:util/types';
import { GraphQLError } from 'graphql';
import { GatewayError } from '../../errors/gateway-error';

/**
 * What the log may know of an error. The text of a driver is not part of it, because it can quote
 * statements, rows and credentials: neither of errors that drivers throw, nor of the causes of a
 * GatewayError.
 */
export interface DescribedError {
  readonly name: string;
  readonly code?: string | number;
  readonly message?: string;
  readonly stack: readonly string[];
  readonly cause?: DescribedError;
}

const OWN_ERRORS: readonly string[] = [
  'Error',
  'TypeError',
  'RangeError',
  'ReferenceError',
  'AssertionError',
];

/** Describes an error and its causes for the log. */
export function describeError(error: unknown, isDriverError = false): DescribedError {
  if (!isNativeError(error)) return { name: typeof error, stack: [] };
  if (error instanceof GraphQLError && error.originalError)
    return describeError(error.originalError, isDriverError);
  const isOwn = error instanceof GatewayError;
  return {
    name: error.name,
    ...describeCode(error),
    ...(isDriverError && !isOwn ? {} : describeMessage(error)),
    stack: listFrames(error),
    ...(isNativeError(error.cause)
      ? { cause: describeError(error.cause, isDriverError || isOwn) }
      : {}),
  };
}

function describeCode(error: Error): { readonly code?: string | number } {
  const code: unknown = 'code' in error ? error.code : undefined;
  return typeof code === 'string' || typeof code === 'number' ? { code } : {};
}

function describeMessage(error: Error): { readonly message?: string } {
  if (error instanceof GatewayError) return { message: error.message };
  // graphql-js puts the offending value behind a colon ("Int cannot represent non-integer value:
  // 1.5").
  if (error instanceof GraphQLError) return { message: error.message.split(': ')[0] };
  return OWN_ERRORS.includes(error.constructor.name) && !('code' in error)
    ? { message: error.message }
    : {};
}

function listFrames(error: Error): readonly string[] {
  return (error.stack ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^at .+:\d+:\d+\)?$/.test(line))
    .slice(0, 12);
}
