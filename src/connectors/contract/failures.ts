import type { ClassifyFailure } from '../../errors/source-failure';

/** What errors about this type of service mean, beside those that ClickHouse's own code tells. */
export interface Failures {
  /**
   * Tells what a failure that ClickHouse reports means when it is one of this type's; null for all
   * others. Every connector is asked about every failure, so it looks at what only its own type
   * has: a code of ClickHouse's, the class of a driver's exception. It repeats no text.
   */
  readonly classify: ClassifyFailure;
}
