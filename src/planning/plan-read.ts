import { GatewayError } from '../errors/gateway-error';
import { allOf, FALSE, isConstant } from '../model/combine-predicates';
import type { DataRequest, Edge, Literal, Predicate, RelatedPredicate, RowSet } from '../model/query';
import type { RemoteColumn, ScalarName } from '../model/remote-table';
import { rowSet } from '../model/row-set';
import { exactKeyPredicate, keyPredicate } from './key-predicate';
import { keyText, scalarsOf, toKeyLiterals, type PrintedKey } from './key-values';
import { mapGroups, mapPredicate, mapRows } from './map-predicates';
import type { PlannedStatement } from './plan';
import { planAllKeyedRows, planKeyedRows, planKeys } from './plan-keyed';
import { planRequest } from './plan-request';
import type { FillPlan, FoundKeys, KeyLookup, ReadPlan, ReadScope } from './read-plan';
import { splitSelection, type CrossSelection } from './split-selection';

/** How a request is read, whatever services its relationships lead to. Pure: the same input gives the same plan. */
export function planRead(request: DataRequest, scope: ReadScope): ReadPlan {
  if (request.kind === 'groups') return groupPlan(request, scope);
  return readPlan(request.field, request.rows, scope, (rows) => planRequest({ ...request, rows }, scope.contextOf(rows.table)));
}

/** One statement, after the keys of its filters. A total is asked for also where no row can count. */
function groupPlan(request: Extract<DataRequest, { kind: 'groups' }>, scope: ReadScope): ReadPlan {
  const { field, result } = request;
  const lookups: KeyLookup[] = [];
  mapGroups(request.groups, (predicate) => collectLookups(field, predicate, lookups, scope));
  return {
    field, lookups, fills: [],
    render: (found) => {
      const groups = mapGroups(request.groups, (predicate) => applyFound(predicate, found, scope));
      const isEmpty = result === 'LIST' && groups.where !== null && isConstant(groups.where, false);
      return isEmpty ? null : planRequest({ ...request, groups }, scope.contextOf(groups.table));
    },
  };
}

function readPlan(field: string, whole: RowSet, scope: ReadScope, plan: (rows: RowSet) => PlannedStatement): ReadPlan {
  let marks = 0;
  const { fields, crossings } = splitSelection(whole.fields, () => `${scope.mark}.${marks++}`);
  const rows: RowSet = { ...whole, fields };
  const lookups: KeyLookup[] = [];
  mapRows(rows, (predicate) => collectLookups(field, predicate, lookups, scope));
  return {
    field, lookups,
    render: (found) => {
      const known = mapRows(rows, (predicate) => applyFound(predicate, found, scope));
      return known.where !== null && isConstant(known.where, false) ? null : plan(known);
    },
    fills: crossings.map((crossing) => fillPlan(field, crossing, scope)),
  };
}

/** Relationships of the same service stay; what is behind those that leave it belongs to the lookup. */
function collectLookups(field: string, predicate: RelatedPredicate, lookups: KeyLookup[], scope: ReadScope): Predicate {
  if (predicate.edge.crosses) lookups.push(keyLookup(field, predicate, scope));
  else if (predicate.where !== null) mapPredicate(predicate.where, (inner) => collectLookups(field, inner, lookups, scope));
  return predicate;
}

/** SELECT DISTINCT "customer_id" FROM "orders" WHERE ... LIMIT 10001 */
function keyLookup(above: string, predicate: RelatedPredicate, scope: ReadScope): KeyLookup {
  const { edge, where } = predicate;
  const field = `${above}, where ${edge.name}`;
  const columns = edge.columns.map((pair) => pair.to);
  const lookups: KeyLookup[] = [];
  if (where !== null) mapPredicate(where, (inner) => collectLookups(field, inner, lookups, scope));
  return {
    field, predicate, lookups,
    render: (found) => {
      const known = where === null ? [] : [mapPredicate(where, (inner) => applyFound(inner, found, scope))];
      const all = allOf([...known, ...columns.filter((column) => column.nullable).map(isPresent)]);
      if (isConstant(all, false)) return null;
      const rows = rowSet(edge.to, { where: isConstant(all, true) ? null : all, limit: scope.maxKeys + 1 });
      return planKeys(rows, columns, scope.contextOf(edge.to));
    },
  };
}

function isPresent(column: RemoteColumn): Predicate {
  return { kind: 'not', operand: { kind: 'isNull', column } };
}

/** The keys that were found, as literals of the columns that the relationship leads from. */
function applyFound(predicate: RelatedPredicate, found: FoundKeys, scope: ReadScope): Predicate {
  const { edge, where } = predicate;
  if (!edge.crosses) return { ...predicate, where: where === null ? null : mapPredicate(where, (inner) => applyFound(inner, found, scope)) };
  const keys = found.get(predicate) ?? [];
  if (keys.length > scope.maxKeys) throw tooManyKeys(edge, scope);
  const literals = literalsOf(keys, scalarsOf(edge.columns, 'from'));
  return literals.length === 0 ? FALSE : exactKeyPredicate(edge.columns.map((pair) => pair.from), literals);
}

/** Those keys that values of the other end can be equal to. */
function literalsOf(keys: readonly PrintedKey[], scalars: readonly ScalarName[]): readonly (readonly Literal[])[] {
  return keys.map((key) => toKeyLiterals(key, scalars)).filter((literals) => literals !== null);
}

function fillPlan(above: string, { mark, path, edge, result, rows }: CrossSelection, scope: ReadScope): FillPlan {
  const field = [above, ...path].join('.');
  const columns = edge.columns.map((pair) => pair.to);
  const slotScalars = scalarsOf(edge.columns, 'from');
  const rowScalars = scalarsOf(edge.columns, 'to');
  return {
    mark, columns: edge.columns, result, isOnePerRow: path.length === 1,
    slotKey: (key) => keyText(key, slotScalars),
    rowsKey: (key) => keyText(key, rowScalars),
    read: (keys) => {
      if (rows.limit === 0) return null;
      if (keys.length > scope.maxKeys) {
        const why = `there are more than ${scope.maxKeys} keys of \`${edge.name}\`, so all rows are read.`;
        return readPlan(field, rows, scope, (known) => planAllKeyedRows(known, columns, scope.contextOf(edge.to), why));
      }
      const where = allOf([keyPredicate(columns, literalsOf(keys, rowScalars)), ...(rows.where === null ? [] : [rows.where])]);
      if (isConstant(where, false)) return null;
      return readPlan(field, { ...rows, where }, scope, (known) => planKeyedRows(known, columns, scope.contextOf(edge.to)));
    },
  };
}

function tooManyKeys(edge: Edge, { maxKeys }: ReadScope): GatewayError {
  return new GatewayError(
    'SOURCE_SCAN_TOO_LARGE',
    `More than ${maxKeys} rows are to be matched with another service by \`${edge.name}\`. Narrow the filter, or ask for fewer rows at once.`,
  );
}
