import { ERROR_CATALOGUE, type ErrorCategory, type ErrorCode } from './catalogue';

interface GatewayErrorOptions {
  /** Public facts for `extensions`, never a secret, a literal of a query or a driver's raw text. */
  readonly details?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  /** What was caught. It goes to the log, and never to a caller. */
  readonly cause?: unknown;
  /** Whether trying again helps. Absent: what the catalogue says of the code. */
  readonly retryable?: boolean;
}

/**
 * The only error class that crosses a border of the gateway. The message says what is wrong and
 * what to do, and holds no secret, no literal of a query and no text of a driver.
 */
export class GatewayError extends Error {
  readonly code: ErrorCode;
  readonly details: NonNullable<GatewayErrorOptions['details']>;
  readonly retryable: boolean;

  constructor(code: ErrorCode, message: string, options: GatewayErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'GatewayError';
    this.code = code;
    this.details = options.details ?? {};
    this.retryable = options.retryable ?? ERROR_CATALOGUE[code].retryable;
  }

  get category(): ErrorCategory {
    return ERROR_CATALOGUE[this.code].category;
  }
}
