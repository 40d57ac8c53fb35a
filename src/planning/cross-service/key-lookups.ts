import type { Edge } from '../../model/edge';
import {
  allOf,
  arePresent,
  FALSE,
  isConstant,
  not,
} from '../../model/predicate/combine-predicates';
import { exactKeyPredicate } from '../../model/predicate/key-predicate';
import { scalarsOf, toKeyLiterals, type PrintedKey } from '../../model/predicate/key-values';
import { mapPredicate } from '../../model/predicate/map-predicate';
import type { Literal, Predicate } from '../../model/predicate/predicate';
import { conjuncts } from '../../model/predicate/predicate-leaves';
import type { RemoteTable, ScalarName } from '../../model/remote-table';
import type { GroupSet } from '../../model/selection/group-set';
import { groupSet } from '../../model/selection/group-set';
import { rowSet } from '../../model/selection/row-set';
import { filterSpans } from '../analysis/spans-services';
import { TOO_MANY, type FoundKeys, type KeyLookup, type ReadScope } from '../plan/read-steps';
import { crossServiceCondition, type CrossServiceCondition } from './cross-service-condition';
import { groupCondition } from './group-condition';
import { keyLimit } from './key-limit';
import { pushNegations } from './push-negations';
import { valueOverNoRows } from './value-over-no-rows';

/** A filter whose conditions on other services carry the ids of the look-ups that decide them. */
export interface MarkedFilter {
  readonly where: Predicate;
  readonly lookups: readonly KeyLookup[];
}

/**
 * The field and the table whose filter it is, and the ids that are free: `idPrefix` with `firstId`
 * or a greater number.
 */
export interface FilterPlace {
  readonly field: string;
  readonly table: RemoteTable;
  readonly idPrefix: string;
  readonly firstId: number;
}

/** Plans a look-up for each condition of a filter that another service decides. */
export function findLookups(where: Predicate, place: FilterPlace, scope: ReadScope): MarkedFilter {
  const lookups: KeyLookup[] = [];
  const parts = conjuncts(where);
  const marked = mapPredicate(where, (predicate, edge) => {
    const condition = crossServiceCondition(predicate);
    if (condition === null) return null;
    const from = edge?.to ?? place.table;
    const id = `${place.idPrefix}${place.firstId + lookups.length}`;
    const narrowed = parts.includes(predicate)
      ? narrowedKeys(condition.of.edge, parts, { field: place.field, table: from }, scope)
      : {};
    lookups.push({
      ...keyLookup(id, condition, { field: place.field, table: from }, scope),
      ...narrowed,
    });
    return withLookupId(predicate, id);
  });
  return { where: marked, lookups };
}

/**
 * Replaces the conditions that wait for keys by the found keys, as literals of the columns that
 * each relationship leads from. A condition with more keys than may be sent stays as it is.
 */
export function applyFound(
  where: Predicate,
  lookups: readonly KeyLookup[],
  found: FoundKeys,
): Predicate {
  if (lookups.length === 0) return where;
  return mapPredicate(where, (predicate) => {
    const id = lookupIdOf(predicate);
    const lookup = id === null ? undefined : lookups.find((each) => each.id === id);
    if (lookup === undefined) return null;
    const keys = found.get(lookup.id) ?? [];
    return keys === TOO_MANY || areTooMany(lookup, keys) ? predicate : holdsFor(lookup, keys);
  });
}

/** Tells whether more keys were found than are sent to a service. */
export function areTooMany(
  { maxKeys }: Pick<KeyLookup, 'maxKeys'>,
  keys: readonly PrintedKey[],
): boolean {
  return keys.length > maxKeys;
}

/** Returns the keys as literals, without those that no value of the scalars can be equal to. */
export function literalsOf(
  keys: readonly PrintedKey[],
  scalars: readonly ScalarName[],
): readonly (readonly Literal[])[] {
  return keys.map((key) => toKeyLiterals(key, scalars)).filter((literals) => literals !== null);
}

/**
 * GROUP BY "customer_id"
 *
 * Groups the rows at the other end of a relationship by its keys.
 */
export function groupsByKey(edge: Edge, where: Predicate | null): GroupSet {
  return groupSet(edge.to, {
    where,
    by: edge.columns.map((pair) => ({ kind: 'value', value: { kind: 'column', column: pair.to } })),
  });
}

/** "customer_id" IN (1, 2) */
function holdsFor({ edge, isNegated }: KeyLookup, keys: readonly PrintedKey[]): Predicate {
  const literals = literalsOf(keys, scalarsOf(edge.columns, 'from'));
  const columns = edge.columns.map((pair) => pair.from);
  const holds = literals.length === 0 ? FALSE : exactKeyPredicate(columns, literals);
  return isNegated ? not(holds) : holds;
}

/**
 * Puts an id beside the members of a condition, so that whoever knows nothing of look-ups sees the
 * condition.
 */
function withLookupId(predicate: Predicate, lookupId: string): Predicate {
  const marked: Predicate & { readonly lookupId: string } = { ...predicate, lookupId };
  return marked;
}

function lookupIdOf(predicate: Predicate): string | null {
  return 'lookupId' in predicate && typeof predicate.lookupId === 'string'
    ? predicate.lookupId
    : null;
}

/**
 * SELECT DISTINCT "customer_id" FROM "orders" WHERE ... LIMIT 10001
 *
 * The look-up of the keys for which a condition holds.
 */
function keyLookup(
  id: string,
  condition: CrossServiceCondition,
  from: Pick<FilterPlace, 'field' | 'table'>,
  scope: ReadScope,
): KeyLookup {
  const { edge, where } = condition.of;
  const field = `${from.field}, where ${edge.name}`;
  const place = { field, table: edge.to, idPrefix: `${id}.`, firstId: 0 };
  const marked =
    where === null ? { where, lookups: [] } : findLookups(pushNegations(where), place, scope);
  const maxKeys = keyLimit(from.table, scope.maxKeys);
  const isNegated = isOfOthers(condition);
  return {
    kind: 'KEY_LOOKUP',
    id,
    field,
    edge,
    shape: lookupShape(condition, isNegated, marked.where, maxKeys + 1),
    isNegated,
    maxKeys,
    lookups: marked.lookups,
  };
}

function lookupShape(
  { kind, predicate, of: { edge } }: CrossServiceCondition,
  isNegated: boolean,
  where: Predicate | null,
  limit: number,
): KeyLookup['shape'] {
  if (kind === 'EXISTS') {
    const keys = edge.columns.map((pair) => pair.to);
    return { kind: 'keys', rows: rowSet(edge.to, { where, limit }), keys };
  }
  // GROUP BY "customer_id" HAVING ...
  const having = groupCondition(predicate, isNegated ? 'OTHERS' : 'FIT');
  return { kind: 'groupKeys', groups: { ...groupsByKey(edge, where), having, limit } };
}

/**
 * SELECT DISTINCT "id" FROM "customer" WHERE ... LIMIT 10001
 *
 * The keys of the rows that the other conditions of a filter leave. Absent where there are no other
 * conditions and the table is not known to be small.
 */
function narrowedKeys(
  edge: Edge,
  parts: readonly Predicate[],
  { field, table: from }: Pick<FilterPlace, 'field' | 'table'>,
  scope: ReadScope,
): Pick<KeyLookup, 'narrowed'> {
  const own = parts.filter((part) => !filterSpans(part));
  const maxKeys = keyLimit(edge.to, scope.maxKeys);
  if (own.length === 0 && (from.rowEstimate === null || from.rowEstimate > maxKeys)) return {};
  const keys = edge.columns.map((pair) => pair.from);
  const where = allOf([...own, ...arePresent(keys)]);
  const rows = rowSet(from, {
    where: isConstant(where, true) ? null : where,
    limit: maxKeys + 1,
  });
  return {
    narrowed: {
      kind: 'NARROWED_KEYS',
      field: `${field}, keys of ${edge.name}`,
      shape: { kind: 'keys', rows, keys },
      maxKeys,
    },
  };
}

/**
 * True where the condition holds for keys without related rows. Then the keys are looked up for
 * which it does not hold.
 */
function isOfOthers({ kind, predicate }: CrossServiceCondition): boolean {
  return kind === 'AGGREGATES' && valueOverNoRows(predicate) === true;
}
