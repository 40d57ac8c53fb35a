import { allOf, arePresent, isConstant } from '../model/predicate/combine-predicates';
import { keyPredicate } from '../model/predicate/key-predicate';
import { scalarsOf, type PrintedKey } from '../model/predicate/key-values';
import type { Predicate } from '../model/predicate/predicate';
import { applyFound, areTooMany, literalsOf } from './cross-service/key-lookups';
import type { PlannedStatement } from './plan/planned-statement';
import {
  TOO_MANY,
  type FoundKeys,
  type KeyLookup,
  type NarrowedKeys,
  type ReadScope,
  type ReadSteps,
} from './plan/read-steps';
import { mapShapeFilters, type Shape } from './plan/shape';
import { planStatement } from './strategy/plan-statement';

/** What a step needs to become a statement. */
export type StepScope = Pick<ReadScope, 'contextOf'>;

/**
 * Plans the statement of a step, once the look-ups below it have found their keys.
 *
 * @returns null where no row can satisfy the filter
 * @throws GatewayError where the planner refuses the statement
 */
export function planStep(
  step: ReadSteps | NarrowedKeys,
  found: FoundKeys,
  { contextOf }: StepScope,
): PlannedStatement | null {
  if (step.kind === 'NARROWED_KEYS') return planStatement(step.shape, contextOf);
  const { lookups } = step;
  const shape =
    lookups.length === 0
      ? step.shape
      : mapShapeFilters(step.shape, (where) => applyFound(where, lookups, found));
  return hasNoAnswer(shape) ? null : planStatement(shape, contextOf);
}

/**
 * Plans the statement of a look-up, once the look-ups below it have found their keys.
 *
 * @param among the only keys that are of use; absent where all keys are
 * @returns null where there are no keys, TOO_MANY where the look-up would itself need more keys
 *   than are sent to a service
 * @throws GatewayError where the planner refuses the statement
 */
export function planLookup(
  lookup: KeyLookup,
  found: FoundKeys,
  { contextOf }: StepScope,
  among?: readonly PrintedKey[],
): PlannedStatement | null | typeof TOO_MANY {
  if (lookup.lookups.some((each) => foundTooMany(each, found))) return TOO_MANY;
  const where = lookupFilter(lookup, found, among);
  return isConstant(where, false)
    ? null
    : planStatement(withFilter(lookup.shape, isConstant(where, true) ? null : where), contextOf);
}

function foundTooMany(lookup: KeyLookup, found: FoundKeys): boolean {
  const keys = found.get(lookup.id) ?? [];
  return keys === TOO_MANY || areTooMany(lookup, keys);
}

function lookupFilter(
  { edge, shape, lookups }: KeyLookup,
  found: FoundKeys,
  among: readonly PrintedKey[] | undefined,
): Predicate {
  const columns = edge.columns.map((pair) => pair.to);
  const { where } = 'rows' in shape ? shape.rows : shape.groups;
  return allOf([
    ...(among === undefined
      ? []
      : [keyPredicate(columns, literalsOf(among, scalarsOf(edge.columns, 'to')))]),
    ...(where === null ? [] : [applyFound(where, lookups, found)]),
    ...arePresent(columns),
  ]);
}

function withFilter(shape: KeyLookup['shape'], where: Predicate | null): Shape {
  return shape.kind === 'keys'
    ? { ...shape, rows: { ...shape.rows, where } }
    : { ...shape, groups: { ...shape.groups, where } };
}

/** Tells whether no row can answer. A total has an answer also where no row counts. */
function hasNoAnswer(shape: Shape): boolean {
  const { where } = 'rows' in shape ? shape.rows : shape.groups;
  const isTotal = shape.kind === 'groups' && shape.result === 'ONE';
  return !isTotal && where !== null && isConstant(where, false);
}
