/** What the statements of one request may pull from one service beyond what they answer. */
export interface ScanBudget {
  readonly rows: number;
  readonly bytes: number;
}

/**
 * Tells why a statement pulls rows that ClickHouse then filters, orders, cuts or joins, and how
 * many.
 */
export interface Pull {
  readonly budget: ScanBudget;
  /** What the service does not evaluate itself, for people. */
  readonly reason: string;
}
