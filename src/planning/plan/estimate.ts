/**
 * What a statement pulls from its services at most: by the statistics that were read when a table was exposed, by keys and
 * by limits. Null: nothing is known, as of how many rows another filter leaves.
 */
export interface Estimate {
  readonly rows: number | null;
  /** As ClickHouse counts them. Null also where a column has no fixed width. */
  readonly bytes: number | null;
}

/** What one part of a statement pulls at most. */
export interface PartialEstimate extends Estimate {
  /** The part pulls about so many rows: there is no filter of which nothing is known. */
  readonly isClose: boolean;
}
