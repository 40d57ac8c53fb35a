import { allOf, isConstant } from '../../model/predicate/combine-predicates';
import { keyPredicate } from '../../model/predicate/key-predicate';
import type { PrintedKey } from '../../model/predicate/key-values';
import type { Predicate } from '../../model/predicate/predicate';
import type { ReadScope, ReadSteps, StitchPlan } from '../plan/read-steps';
import type { Shape } from '../plan/shape';
import { keyLimit } from './key-limit';
import { groupsByKey, literalsOf } from './key-lookups';
import { planSteps } from './plan-steps';

/**
 * Plans how the rows that belong to each of distinct keys are read; null where no row can belong to
 * any.
 */
export function planStitch(
  stitch: StitchPlan,
  keys: readonly PrintedKey[],
  scope: ReadScope,
): ReadSteps | null {
  const { wanted, edge, field } = stitch;
  if (wanted.kind !== 'SUMMARY' && wanted.rows.limit === 0) return null;
  if (keys.length > keyLimit(edge.to, scope.maxKeys))
    return planSteps(field, keyedShape(stitch, filterOf(stitch), whyAll(stitch, scope)), scope);
  const where = ofKeys(stitch, keys);
  return isConstant(where, false) ? null : planSteps(field, keyedShape(stitch, where), scope);
}

/** SELECT "customer_id", count(*) FROM "orders" WHERE "customer_id" IN (1, 2) GROUP BY ... */
function keyedShape({ wanted, edge }: StitchPlan, where: Predicate | null, whyAll?: string): Shape {
  const all = whyAll === undefined ? {} : { whyAll };
  if (wanted.kind === 'SUMMARY') {
    const groups = { ...groupsByKey(edge, where), fields: wanted.fields };
    return { kind: 'keyedGroups', groups, ...all };
  }
  const keys = edge.columns.map((pair) => pair.to);
  return { kind: 'keyedRows', rows: { ...wanted.rows, where }, keys, ...all };
}

function filterOf({ wanted }: StitchPlan): Predicate | null {
  return wanted.kind === 'SUMMARY' ? wanted.where : wanted.rows.where;
}

/** "customer_id" IN (1, 2) AND ... */
function ofKeys(stitch: StitchPlan, keys: readonly PrintedKey[]): Predicate {
  const columns = stitch.edge.columns.map((pair) => pair.to);
  const filter = filterOf(stitch);
  return allOf([
    keyPredicate(columns, literalsOf(keys, stitch.rowScalars)),
    ...(filter === null ? [] : [filter]),
  ]);
}

function whyAll({ edge }: StitchPlan, { maxKeys }: ReadScope): string {
  return `there are more than ${maxKeys} keys of \`${edge.name}\`, so all rows are read.`;
}
