import type { PrintedKey } from '../model/predicate/key-values';
import { placeholderKeys } from './cross-service/placeholder-keys';
import { planStitch } from './cross-service/plan-stitch';
import type { PlannedStatement } from './plan/planned-statement';
import {
  TOO_MANY,
  type FoundKeys,
  type KeyLookup,
  type ReadScope,
  type ReadSteps,
} from './plan/read-steps';
import { planLookup, planStep } from './plan-step';

/** One statement of a plan that is not run. */
export interface ExplainedStatement {
  readonly field: string;
  /**
   * The fields whose statements would find the keys of this one, where one placeholder stands now.
   */
  readonly keysFrom: readonly string[];
  /** The statement for one placeholder key, with the estimate for as many keys as there can be. */
  readonly plan: PlannedStatement;
}

type Rendered = ReturnType<typeof planLookup>;

/**
 * Placeholders for the keys of a statement: one key, as many keys as there can be, and the
 * statements that would find them.
 */
interface Keys {
  readonly from: readonly string[];
  readonly one: FoundKeys;
  readonly most: FoundKeys;
  readonly statements: readonly ExplainedStatement[];
}

/**
 * Plans all statements that would be run for the steps, in their order, with one placeholder in
 * place of the keys that statements would find.
 *
 * @throws GatewayError where the planner refuses a statement
 */
export function explainRead(steps: ReadSteps, scope: ReadScope): readonly ExplainedStatement[] {
  return explain(steps, steps, [], scope);
}

/**
 * Explains steps, and all steps below them.
 *
 * @param most the steps as they are planned for as many keys as there can be
 * @param above the fields whose statements find the keys that stand in the steps
 */
function explain(
  steps: ReadSteps,
  most: ReadSteps,
  above: readonly string[],
  scope: ReadScope,
): readonly ExplainedStatement[] {
  const keys = explainLookups(steps.lookups, most.lookups, scope);
  const plan = planStep(steps, keys.one, scope);
  const own = explained(
    steps.field,
    [...above, ...keys.from],
    plan,
    planStep(most, keys.most, scope),
  );
  const stitched = steps.stitches.flatMap((stitch) => {
    const [one, all] = [1, bound(stitch.isOnePerRow ? own.rows : null, scope.maxKeys)].map(
      (count) => planStitch(stitch, placeholderKeys(stitch.slotScalars, count), scope),
    );
    return one && all ? explain(one, all, [steps.field], scope) : [];
  });
  return [...keys.statements, ...own.statements, ...stitched];
}

function explainLookups(
  lookups: readonly KeyLookup[],
  most: readonly KeyLookup[],
  scope: ReadScope,
): Keys {
  const each = lookups.map((lookup, index) => explainLookup(lookup, most[index] ?? lookup, scope));
  return {
    from: lookups.map(({ field }) => field),
    one: new Map(each.map(({ id, one }) => [id, one])),
    most: new Map(each.map(({ id, most: all }) => [id, all])),
    statements: each.flatMap(({ statements }) => statements),
  };
}

function explainLookup(
  lookup: KeyLookup,
  most: KeyLookup,
  scope: ReadScope,
): {
  readonly id: string;
  readonly one: readonly PrintedKey[];
  readonly most: readonly PrintedKey[];
  readonly statements: readonly ExplainedStatement[];
} {
  const { id, field, edge } = lookup;
  const inner = explainLookups(lookup.lookups, most.lookups, scope);
  const plan = planLookup(lookup, inner.one, scope);
  const own = explained(field, inner.from, plan, planLookup(most, inner.most, scope));
  const scalars = edge.columns.map((pair) => pair.to.scalar);
  return {
    id,
    one: placeholderKeys(scalars, 1),
    most: placeholderKeys(scalars, bound(own.rows, scope.maxKeys)),
    statements: [...inner.statements, ...own.statements],
  };
}

function bound(rows: number | null, maxKeys: number): number {
  return Math.max(1, Math.min(rows ?? maxKeys, maxKeys));
}

/**
 * Explains one statement, with the estimate of `most`: the statement for as many keys as there can
 * be. `rows` are the rows that it reads at most; null where any number is possible.
 */
function explained(
  field: string,
  keysFrom: readonly string[],
  plan: Rendered,
  most: Rendered,
): { readonly rows: number | null; readonly statements: readonly ExplainedStatement[] } {
  if (plan === null || most === null || plan === TOO_MANY || most === TOO_MANY)
    return { rows: 0, statements: [] };
  const others = plan.others?.map((share, index) => ({
    ...share,
    estimate: most.others?.[index]?.estimate ?? share.estimate,
  }));
  const estimated = { ...plan, estimate: most.estimate, ...(others && { others }) };
  return { rows: most.estimate.rows, statements: [{ field, keysFrom, plan: estimated }] };
}
