import { GatewayError } from '../../errors/gateway-error';

/**
 * Runs a task, and `undo` when it fails. When that fails too, the caller is still told of the first
 * error; the log gets both as its cause.
 */
export async function withRollback<T>(
  task: () => Promise<T>,
  undo: () => Promise<void>,
): Promise<T> {
  try {
    return await task();
  } catch (error) {
    await undo().catch((undoError: unknown) => {
      const first =
        error instanceof GatewayError
          ? error
          : new GatewayError('INTERNAL', 'The change failed.', { cause: error });
      throw new GatewayError(first.code, first.message, {
        details: first.details,
        retryable: first.retryable,
        cause: new AggregateError([error, undoError]),
      });
    });
    throw error;
  }
}
