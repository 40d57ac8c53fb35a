/** How many rows each source holds. */
export interface DataSize {
  readonly customers: number;
  readonly orders: number;
  readonly products: number;
  readonly sellers: number;
  readonly events: number;
  readonly sales: number;
}

/** Below this the lists of 10,000 rows have no room to begin at different places. */
const MIN_CUSTOMERS = 50_000;

/** @param scale 1 is the size that results are published for */
export function dataSizeFor(scale: number): DataSize {
  const rows = (full: number): number => Math.round(full * scale);
  const customers = Math.max(MIN_CUSTOMERS, rows(1_000_000));
  return {
    customers,
    orders: customers,
    products: rows(500_000),
    sellers: rows(100_000),
    events: rows(5_000_000),
    sales: rows(1_000_000),
  };
}
