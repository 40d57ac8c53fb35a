import type { Predicate } from '../model/predicate/predicate';
import { scalarsOf, type PrintedKey } from '../model/predicate/key-values';
import { placeholderKeys } from './cross-service/placeholder-keys';
import type { PlannedStatement } from './plan/planned-statement';
import { TOO_MANY, type FoundKeys, type KeyLookup, type ReadSteps } from './plan/read-steps';

/** One statement of a plan that is not run. */
export interface ExplainedStatement {
  readonly field: string;
  /** The fields whose statements would find its keys: one made-up key stands in their place. */
  readonly keysFrom: readonly string[];
  /** Its estimate is that of as many keys as there can be. */
  readonly plan: PlannedStatement;
}

type Rendered = ReturnType<KeyLookup['render']>;

/** Where the keys of a statement come from, and how many there can be. */
interface Keys {
  readonly from: readonly string[];
  readonly one: FoundKeys;
  readonly most: FoundKeys;
}

/**
 * All statements of a plan, in the order in which they would be run, with one made-up key in place of those that statements would
 * find. @throws GatewayError where the planner refuses a statement
 */
export function explainRead(plan: ReadSteps, maxKeys: number): readonly ExplainedStatement[] {
  const statements: ExplainedStatement[] = [];
  explain(plan, plan, [], maxKeys, statements);
  return statements;
}

/** `most` is the same plan for as many keys as there can be. */
function explain(
  plan: ReadSteps,
  most: ReadSteps,
  above: readonly string[],
  maxKeys: number,
  statements: ExplainedStatement[],
): void {
  const keys = explainLookups(plan.lookups, most.lookups, maxKeys, statements);
  const rows = add(
    statements,
    plan.field,
    [...above, ...keys.from],
    plan.render(keys.one),
    most.render(keys.most),
  );
  plan.stitches.forEach((fill) => {
    const scalars = scalarsOf(fill.columns, 'from');
    const [one, all] = [1, bound(fill.isOnePerRow ? rows : null, maxKeys)].map((count) =>
      fill.read(placeholderKeys(scalars, count)),
    );
    if (one && all) explain(one, all, [plan.field], maxKeys, statements);
  });
}

function explainLookups(
  lookups: readonly KeyLookup[],
  most: readonly KeyLookup[],
  maxKeys: number,
  statements: ExplainedStatement[],
): Keys {
  const one: (readonly [Predicate, readonly PrintedKey[]])[] = [];
  const all: (readonly [Predicate, readonly PrintedKey[]])[] = [];
  lookups.forEach((lookup, index) => {
    const same = most[index] ?? lookup;
    const inner = explainLookups(lookup.lookups, same.lookups, maxKeys, statements);
    const rows = add(
      statements,
      lookup.field,
      inner.from,
      lookup.render(inner.one),
      same.render(inner.most),
    );
    const scalars = lookup.columns.map((column) => column.scalar);
    one.push([lookup.predicate, placeholderKeys(scalars, 1)]);
    all.push([same.predicate, placeholderKeys(scalars, bound(rows, maxKeys))]);
  });
  return { from: lookups.map(({ field }) => field), one: new Map(one), most: new Map(all) };
}

function bound(rows: number | null, maxKeys: number): number {
  return Math.max(1, Math.min(rows ?? maxKeys, maxKeys));
}

/** @returns the rows that it reads at most */
function add(
  statements: ExplainedStatement[],
  field: string,
  keysFrom: readonly string[],
  plan: Rendered,
  most: Rendered,
): number | null {
  if (plan === null || most === null || plan === TOO_MANY || most === TOO_MANY) return 0;
  const others = plan.others?.map((share, index) => ({
    ...share,
    estimate: most.others?.[index]?.estimate ?? share.estimate,
  }));
  statements.push({
    field,
    keysFrom,
    plan: { ...plan, estimate: most.estimate, ...(others && { others }) },
  });
  return most.estimate.rows;
}
