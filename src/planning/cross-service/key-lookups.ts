import type { Edge } from '../../model/edge';
import {
  allOf,
  arePresent,
  FALSE,
  isConstant,
  not,
} from '../../model/predicate/combine-predicates';
import type { Literal, Predicate } from '../../model/predicate/predicate';
import { type GroupSet, groupSet } from '../../model/selection/group-set';
import { rowSet } from '../../model/selection/row-set';
import type { RemoteColumn, RemoteTable, ScalarName } from '../../model/remote-table';
import { mapCrossServiceConditions, type CrossServiceCondition } from './cross-service-condition';
import { conjuncts } from '../../model/predicate/predicate-leaves';
import { groupCondition } from './group-condition';
import { valueOverNoRows } from './value-over-no-rows';
import { exactKeyPredicate, keyPredicate } from '../../model/predicate/key-predicate';
import { scalarsOf, toKeyLiterals, type PrintedKey } from '../../model/predicate/key-values';
import { keyLimit } from './key-limit';
import type { PlannedStatement } from '../plan/planned-statement';
import { planKeys } from '../strategy/plan-keyed';
import { planGroupKeys } from '../strategy/plan-keyed-groups';
import { pushNegations } from './push-negations';
import { TOO_MANY, type FoundKeys, type KeyLookup, type ReadScope } from '../plan/read-steps';
import { filterSpans } from '../analysis/spans-services';

/** A lookup for each condition of a filter of a table's rows that another service decides. `field` is whose filter it is. */
export function findLookups(
  field: string,
  where: Predicate,
  table: RemoteTable,
  scope: ReadScope,
): readonly KeyLookup[] {
  const lookups: KeyLookup[] = [];
  const parts = conjuncts(where);
  mapCrossServiceConditions(where, table, (condition, from) => {
    const narrowed = parts.includes(condition.predicate)
      ? narrowedKeys(field, condition.of.edge, parts, from, scope)
      : {};
    lookups.push({ ...keyLookup(field, condition, from, scope), ...narrowed });
    return condition.predicate;
  });
  return lookups;
}

/** The filter with the keys that lookups found, as literals of the columns that each relationship leads from; as it is where they are too many. */
export function applyFound(
  where: Predicate,
  table: RemoteTable,
  found: FoundKeys,
  scope: ReadScope,
): Predicate {
  return mapCrossServiceConditions(where, table, (condition, from) => {
    const { edge } = condition.of;
    const keys = found.get(condition.predicate) ?? [];
    if (keys === TOO_MANY || keys.length > keyLimit(from, scope.maxKeys))
      return condition.predicate;
    const literals = literalsOf(keys, scalarsOf(edge.columns, 'from'));
    const holds =
      literals.length === 0
        ? FALSE
        : exactKeyPredicate(
            edge.columns.map((pair) => pair.from),
            literals,
          );
    return isOfOthers(condition) ? not(holds) : holds;
  });
}

/** Those keys that values of the other end can be equal to. */
export function literalsOf(
  keys: readonly PrintedKey[],
  scalars: readonly ScalarName[],
): readonly (readonly Literal[])[] {
  return keys.map((key) => toKeyLiterals(key, scalars)).filter((literals) => literals !== null);
}

/** SELECT DISTINCT "customer_id" FROM "orders" WHERE ... LIMIT 10001 */
function keyLookup(
  above: string,
  condition: CrossServiceCondition,
  from: RemoteTable,
  scope: ReadScope,
): KeyLookup {
  const { edge } = condition.of;
  const field = `${above}, where ${edge.name}`;
  const columns = edge.columns.map((pair) => pair.to);
  const where = condition.of.where === null ? null : pushNegations(condition.of.where);
  const lookups = where === null ? [] : findLookups(field, where, edge.to, scope);
  const most = keyLimit(from, scope.maxKeys);
  return {
    field,
    columns,
    predicate: condition.predicate,
    lookups,
    areTooMany: ({ length }) => length > most,
    render: (found, among) => {
      if (
        lookups.some(({ predicate, areTooMany }) =>
          isTooMuch(found.get(predicate) ?? [], areTooMany),
        )
      )
        return TOO_MANY;
      const known = where === null ? [] : [applyFound(where, edge.to, found, scope)];
      const these =
        among === undefined
          ? []
          : [keyPredicate(columns, literalsOf(among, scalarsOf(edge.columns, 'to')))];
      const all = allOf([...these, ...known, ...arePresent(columns)]);
      return isConstant(all, false)
        ? null
        : planLookup(condition, columns, isConstant(all, true) ? null : all, most + 1, scope);
    },
  };
}

/** SELECT DISTINCT "id" FROM "customer" WHERE ... LIMIT 10001: where the rest of the filter, or the size of the table, may leave few rows. */
function narrowedKeys(
  field: string,
  edge: Edge,
  parts: readonly Predicate[],
  from: RemoteTable,
  scope: ReadScope,
): Pick<KeyLookup, 'narrowed'> {
  const own = parts.filter((part) => !filterSpans(part));
  const most = keyLimit(edge.to, scope.maxKeys);
  if (own.length === 0 && (from.rowEstimate === null || from.rowEstimate > most)) return {};
  const columns = edge.columns.map((pair) => pair.from);
  const where = allOf([...own, ...arePresent(columns)]);
  const rows = rowSet(from, { where: isConstant(where, true) ? null : where, limit: most + 1 });
  return {
    narrowed: {
      field: `${field}, keys of ${edge.name}`,
      statement: () => planKeys(rows, columns, scope.contextOf(from)),
      areTooMany: ({ length }) => length > most,
    },
  };
}

function planLookup(
  condition: CrossServiceCondition,
  columns: readonly RemoteColumn[],
  where: Predicate | null,
  limit: number,
  scope: ReadScope,
): PlannedStatement {
  const { edge } = condition.of;
  if (condition.kind === 'EXISTS')
    return planKeys(rowSet(edge.to, { where, limit }), columns, scope.contextOf(edge.to));
  // GROUP BY "customer_id" HAVING ...
  const having = groupCondition(condition.predicate, isOfOthers(condition) ? 'OTHERS' : 'FIT');
  return planGroupKeys({ ...groupsByKey(edge, where), having, limit }, scope.contextOf(edge.to));
}

/** The rows of the other end of a relationship, taken together by its keys. */
export function groupsByKey(edge: Edge, where: Predicate | null): GroupSet {
  return groupSet(edge.to, {
    where,
    by: edge.columns.map((pair) => ({ kind: 'value', value: { kind: 'column', column: pair.to } })),
  });
}

/** It holds where there are no related rows: then the keys are looked for of those where it does not hold. */
function isOfOthers({ kind, predicate }: CrossServiceCondition): boolean {
  return kind === 'AGGREGATES' && valueOverNoRows(predicate) === true;
}

function isTooMuch(
  keys: readonly PrintedKey[] | typeof TOO_MANY,
  areTooMany: KeyLookup['areTooMany'],
): boolean {
  return keys === TOO_MANY || areTooMany(keys);
}
