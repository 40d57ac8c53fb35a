/**
 * What a statement pulls from its services at most, by the statistics that were read when a table
 * was exposed, by keys and by limits. A member is null where nothing is known, such as how many
 * rows a filter leaves.
 */
export interface Estimate {
  readonly rows: number | null;
  /** Bytes as ClickHouse counts them; null also where a column has no fixed width. */
  readonly bytes: number | null;
}

/** What one part of a statement pulls at most. */
export interface PartialEstimate extends Estimate {
  /**
   * True where the part pulls about as many rows as estimated: nothing is unknown of its filter.
   */
  readonly isClose: boolean;
}
