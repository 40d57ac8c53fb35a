import { SOURCE_FAILURES, type FailureMeaning } from '../../errors/source-failure';
import type { Failures } from '../contract/failures';

/** ClickHouse's codes for requests of an S3 client. */
const TOO_MANY_REDIRECTS = 483;
const S3_ERROR = 499;

/**
 * Texts that stand in the place of the store's own code or status when a request got no answer: the
 * exception of the HTTP library (26.7.2).
 */
const UNANSWERED: readonly RegExp[] = [
  /^Failed to get object info: Poco::Exception\. Code: 1000,/,
  new RegExp(
    /^Could not list objects in bucket '[^']*' with prefix '[^']*', /.source +
      /S3 exception: ``, message: 'Poco::Exception\. Code: 1000,/.source,
  ),
];

const REFUSED: FailureMeaning = {
  code: 'SERVICE_QUERY_FAILED',
  message: 'The object store refused or failed a request: an object is missing, or a permission.',
};
const REDIRECTED: FailureMeaning = {
  code: 'SERVICE_QUERY_FAILED',
  message:
    'The object store redirects elsewhere, which is not followed. Give the address of the ' +
    "bucket's own region.",
};

export const s3Failures: Failures = {
  classify: (failure) => {
    if (failure.kind !== 'raised') return null;
    const { clickhouseCode, says } = failure;
    if (clickhouseCode === TOO_MANY_REDIRECTS) return REDIRECTED;
    if (clickhouseCode !== S3_ERROR) return null;
    const isUnanswered = UNANSWERED.some((pattern) => pattern.test(says));
    return isUnanswered ? SOURCE_FAILURES.unreachable : REFUSED;
  },
};
