import { errorCodeOf } from '../../util/error-code-of';
import { refusedStore, unreachableStore, type StoreRefusal } from '../objects/refused-store';
import type { RefusedConnection } from '../relational/refused-connection';
import type { Bucket } from './address';

/**
 * Refusals by S3's code.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const REFUSAL_OF_CODE: ReadonlyMap<string, StoreRefusal> = new Map([
  ['AccessDenied', 'PERMISSION_DENIED'],
  ['AllAccessDisabled', 'PERMISSION_DENIED'],
  ['AccountProblem', 'PERMISSION_DENIED'],
  ['ExpiredToken', 'AUTHENTICATION_FAILED'],
  ['InvalidAccessKeyId', 'AUTHENTICATION_FAILED'],
  ['InvalidSecurity', 'AUTHENTICATION_FAILED'],
  ['InvalidToken', 'AUTHENTICATION_FAILED'],
  ['NotSignedUp', 'AUTHENTICATION_FAILED'],
  ['SignatureDoesNotMatch', 'AUTHENTICATION_FAILED'],
  ['InvalidBucketName', 'DATABASE_NOT_FOUND'],
  ['NoSuchBucket', 'DATABASE_NOT_FOUND'],
]);
const REFUSAL_OF_STATUS: ReadonlyMap<number, StoreRefusal> = new Map([
  [401, 'AUTHENTICATION_FAILED'],
  [403, 'PERMISSION_DENIED'],
  [404, 'DATABASE_NOT_FOUND'],
]);

/** Tells what an error of the SDK means, by S3's code or the HTTP status and never by its text. */
export function refusalOfS3Error(
  error: unknown,
  bucket: Bucket,
  accessKeyId: string,
): RefusedConnection {
  const { name, status } = factsOf(error);
  const store = {
    at: bucket.endpoint,
    system: 'S3',
    container: `bucket "${bucket.name}"`,
    login: `access key "${accessKeyId}"`,
    needs: 's3:ListBucket and s3:GetObject',
  };
  if (status === null)
    return unreachableStore(
      errorCodeOf(error) ?? (name === 'AbortError' ? 'ETIMEDOUT' : 'EPROTO'),
      store,
    );
  const refusal = REFUSAL_OF_CODE.get(name) ?? REFUSAL_OF_STATUS.get(status);
  return refusedStore(refusal ?? 'UNREACHABLE', status, store);
}

function factsOf(error: unknown): { readonly name: string; readonly status: number | null } {
  const { name, $metadata } = error as {
    readonly name?: string;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  return { name: name ?? '', status: $metadata?.httpStatusCode ?? null };
}
