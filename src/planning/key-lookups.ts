import { allOf, FALSE, isConstant, not } from '../model/combine-predicates';
import type { Edge, GroupSet, Literal, Predicate } from '../model/query';
import type { RemoteColumn, ScalarName } from '../model/remote-table';
import { groupSet, rowSet } from '../model/row-set';
import type { CrossingCondition } from './crossing-condition';
import { groupCondition } from './group-condition';
import { holdsForNoRows } from './holds-for-no-rows';
import { exactKeyPredicate } from './key-predicate';
import { scalarsOf, toKeyLiterals, type PrintedKey } from './key-values';
import { mapCrossings } from './map-predicates';
import type { PlannedStatement } from './plan';
import { planKeys } from './plan-keyed';
import { planGroupKeys } from './plan-keyed-groups';
import { pushNegations } from './push-negations';
import { TOO_MANY, type FoundKeys, type KeyLookup, type ReadScope } from './read-plan';

/** A lookup for each condition of a filter that another service decides. `field` is whose filter it is. */
export function findLookups(field: string, where: Predicate, scope: ReadScope): readonly KeyLookup[] {
  const lookups: KeyLookup[] = [];
  mapCrossings(where, (condition) => {
    lookups.push(keyLookup(field, condition, scope));
    return condition.predicate;
  });
  return lookups;
}

/** The filter with the keys that lookups found, as literals of the columns that each relationship leads from; as it is where they are too many. */
export function applyFound(where: Predicate, found: FoundKeys, scope: ReadScope): Predicate {
  return mapCrossings(where, (condition) => {
    const { edge } = condition.of;
    const keys = found.get(condition.predicate) ?? [];
    if (areTooMany(keys, scope)) return condition.predicate;
    const literals = literalsOf(keys, scalarsOf(edge.columns, 'from'));
    const holds = literals.length === 0 ? FALSE : exactKeyPredicate(edge.columns.map((pair) => pair.from), literals);
    return isOfOthers(condition) ? not(holds) : holds;
  });
}

/** Those keys that values of the other end can be equal to. */
export function literalsOf(keys: readonly PrintedKey[], scalars: readonly ScalarName[]): readonly (readonly Literal[])[] {
  return keys.map((key) => toKeyLiterals(key, scalars)).filter((literals) => literals !== null);
}

/** SELECT DISTINCT "customer_id" FROM "orders" WHERE ... LIMIT 10001 */
function keyLookup(above: string, condition: CrossingCondition, scope: ReadScope): KeyLookup {
  const { edge } = condition.of;
  const field = `${above}, where ${edge.name}`;
  const columns = edge.columns.map((pair) => pair.to);
  const where = condition.of.where === null ? null : pushNegations(condition.of.where);
  const lookups = where === null ? [] : findLookups(field, where, scope);
  return {
    field, columns, predicate: condition.predicate, lookups,
    render: (found) => {
      if (lookups.some(({ predicate }) => areTooMany(found.get(predicate) ?? [], scope))) return TOO_MANY;
      const known = where === null ? [] : [applyFound(where, found, scope)];
      const all = allOf([...known, ...columns.filter((column) => column.nullable).map(isPresent)]);
      return isConstant(all, false) ? null : planLookup(condition, columns, isConstant(all, true) ? null : all, scope);
    },
  };
}

function planLookup(condition: CrossingCondition, columns: readonly RemoteColumn[], where: Predicate | null, scope: ReadScope): PlannedStatement {
  const { edge } = condition.of;
  const limit = scope.maxKeys + 1;
  if (condition.kind === 'EXISTS') return planKeys(rowSet(edge.to, { where, limit }), columns, scope.contextOf(edge.to));
  // GROUP BY "customer_id" HAVING ...
  const having = groupCondition(condition.predicate, isOfOthers(condition) ? 'OTHERS' : 'FIT');
  return planGroupKeys({ ...groupsByKey(edge, where), having, limit }, scope.contextOf(edge.to));
}

/** The rows of the other end of a relationship, taken together by its keys. */
export function groupsByKey(edge: Edge, where: Predicate | null): GroupSet {
  return groupSet(edge.to, { where, by: edge.columns.map((pair) => ({ kind: 'value', value: { kind: 'column', column: pair.to } })) });
}

/** It holds where there are no related rows: then the keys are looked for of those where it does not hold. */
function isOfOthers({ kind, predicate }: CrossingCondition): boolean {
  return kind === 'AGGREGATES' && holdsForNoRows(predicate) === true;
}

function isPresent(column: RemoteColumn): Predicate {
  return { kind: 'not', operand: { kind: 'isNull', column } };
}

function areTooMany(keys: readonly PrintedKey[] | typeof TOO_MANY, { maxKeys }: ReadScope): keys is typeof TOO_MANY {
  return keys === TOO_MANY || keys.length > maxKeys;
}
