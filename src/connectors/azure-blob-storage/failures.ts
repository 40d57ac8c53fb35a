import { SOURCE_FAILURES } from '../../errors/source-failure';
import type { Failures } from '../contract/failures';

const STORAGE_EXCEPTION = 'Azure::Storage::StorageException';
/**
 * The text of a request that got no answer: behind a status that the client made up, the exception
 * of the HTTP library stands in the place of the store's own account (26.7.2).
 */
const UNANSWERED = /^\d{3} Poco::Exception\. Code: 1000,/;

export const azureFailures: Failures = {
  classify: (failure) =>
    failure.kind === 'wrapped' &&
    failure.exception === STORAGE_EXCEPTION &&
    UNANSWERED.test(failure.says)
      ? SOURCE_FAILURES.unreachable
      : null,
};
