import type { ErrorCode } from './catalogue';

/**
 * What ClickHouse reports of a statement that failed while it spoke with a service. `says` is text
 * of the other side or of its driver: it is read for the codes in it and never repeated, because it
 * may quote statements, rows and credentials.
 */
export type SourceFailure =
  /** An exception of ClickHouse itself, e.g. `Code: 499. DB::Exception: <says>`. */
  | { readonly kind: 'raised'; readonly clickhouseCode: number; readonly says: string }
  /** An exception of a driver's library. ClickHouse has the codes 1000 and 1001 for all of them. */
  | {
      readonly kind: 'wrapped';
      readonly clickhouseCode: number;
      /** The class of the exception, e.g. `pqxx::broken_connection`. */
      readonly exception: string;
      /** The source's own number, e.g. 1690 of MySQL; null where ClickHouse passes none on. */
      readonly number: number | null;
      readonly says: string;
    }
  /**
   * An exception that another ClickHouse raised and sent to this one, with the code of the other.
   */
  | { readonly kind: 'relayed'; readonly clickhouseCode: number };

/** What callers are told of a failure. The message names neither the service nor a value. */
export interface FailureMeaning {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details?: Readonly<Record<string, number>>;
}

/** Tells what a failure means. @returns null for a failure that whoever is asked does not know */
export type ClassifyFailure = (failure: SourceFailure) => FailureMeaning | null;

/** Meanings that services have in common. */
export const SOURCE_FAILURES = {
  unreachable: {
    code: 'SERVICE_UNREACHABLE',
    message: 'ClickHouse cannot connect to the service.',
  },
  failed: {
    code: 'SERVICE_QUERY_FAILED',
    message: 'The service failed the statement it was sent.',
  },
  timedOut: {
    code: 'SERVICE_TIMEOUT',
    message: 'The statement did not finish within its time limit.',
  },
  tooLarge: {
    code: 'RESULT_TOO_LARGE',
    message:
      'The answer has more rows or bytes than TRIBUTARY_MAX_RESULT_ROWS or ' +
      'TRIBUTARY_MAX_RESULT_BYTES allow. Add `limit` or `where`.',
  },
} as const satisfies Readonly<Record<string, FailureMeaning>>;
