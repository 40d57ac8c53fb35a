/** How one statement is made. */
export type StrategyChoice =
  /** Several services are read, and ClickHouse joins what they answer. */
  | { readonly kind: 'SPANNING' }
  /** The service speaks ClickHouse's SQL, and runs the whole statement. */
  | { readonly kind: 'IN_SOURCE' }
  /** The service answers one query in its own SQL. */
  | { readonly kind: 'PASSTHROUGH'; readonly why: string }
  /** ClickHouse reads engine tables of the service, whose engine forwards what it can. */
  | {
      readonly kind: 'ENGINE_SCAN';
      readonly why: string;
      /** True where the engine forwards all of the shape. */
      readonly isForwarded: boolean;
      /** What follows where a value cannot be read. NONE: the failure stands. */
      readonly fallback: 'PASSTHROUGH' | 'REFUSED' | 'NONE';
    };

/** What the choice depends on, of a shape and of the service that answers it. */
export interface ShapeFacts {
  /** The shape orders, groups or chooses by values of more than one service. */
  readonly spansServices: boolean;
  /** The service speaks ClickHouse's SQL. */
  readonly runsInSource: boolean;
  /**
   * What an engine scan would leave to ClickHouse or could not do, for people; null where a scan is
   * as good.
   */
  readonly whyNotScan: string | null;
  /** Why the shape is scanned, for people, where it is. */
  readonly whyScan: string;
  /** The service's own SQL has all that the shape needs. */
  readonly isInServiceSql: boolean;
  /** OFF: the connector has passthrough queries, but this ClickHouse runs none. */
  readonly passthrough: 'RUNS' | 'OFF' | 'NONE';
  /**
   * True where the service may answer the shape instead, when a scan meets a value that ClickHouse
   * cannot read.
   */
  readonly mayFallBack: boolean;
}

/** Chooses the strategy for a shape. No other place does. */
export function chooseStrategy(facts: ShapeFacts): StrategyChoice {
  if (facts.spansServices) return { kind: 'SPANNING' };
  if (facts.runsInSource) return { kind: 'IN_SOURCE' };
  const { whyNotScan, isInServiceSql, passthrough } = facts;
  if (whyNotScan !== null && isInServiceSql && passthrough === 'RUNS')
    return { kind: 'PASSTHROUGH', why: whyNotScan };
  return {
    kind: 'ENGINE_SCAN',
    why: facts.whyScan,
    isForwarded: whyNotScan === null,
    fallback: fallbackOf(facts),
  };
}

function fallbackOf({
  isInServiceSql,
  passthrough,
  mayFallBack,
}: ShapeFacts): 'PASSTHROUGH' | 'REFUSED' | 'NONE' {
  if (!mayFallBack || !isInServiceSql || passthrough === 'NONE') return 'NONE';
  return passthrough === 'RUNS' ? 'PASSTHROUGH' : 'REFUSED';
}
