import type { Sql } from '../../sql/sql';
import type { ServiceAddress } from '../../model/service';
import type { SourceDialect } from './source-dialect';
import type { EngineOptions } from './storage';

/** How data requests become SQL: of ClickHouse over a reader, and of the service itself. */
export interface Queries {
  /** How the engine reads and forwards, and the dialect for passthrough queries. */
  readonly dialect: SourceDialect;
  /**
   * The dialect where ClickHouse asks for TimeZone UTC in the service's sessions, as the embedded
   * ClickHouse does, and runs passthrough queries. Its scans cost ClickHouse less. Absent:
   * `dialect`.
   */
  readonly utcDialect?: SourceDialect;
  /**
   * The table function that runs `query`, in the service's own SQL, in the service. Absent where
   * ClickHouse has no such function.
   */
  readonly passthroughSource?: (
    collection: string,
    database: string,
    query: Sql,
    address: ServiceAddress,
  ) => Sql;
  /**
   * The engine clause of a table that runs `query` in the service over one connection, which it
   * keeps, and learns no types from the service. Absent where ClickHouse has no such engine, or
   * keeps connections anyway.
   */
  readonly keptEngine?: (
    collection: string,
    database: string,
    query: Sql,
    options: Pick<EngineOptions, 'readTimeoutMs'>,
  ) => Sql;
  /**
   * A query that ends this account's statements whose text holds `mark`. Absent where the service
   * has no such query.
   */
  readonly cancelQuery?: (mark: string) => Sql;
}
