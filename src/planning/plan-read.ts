import { isConstant } from '../model/predicate/combine-predicates';
import type { Predicate } from '../model/predicate/predicate';
import type { DataRequest } from '../model/selection/data-request';
import type { GroupSet } from '../model/selection/group-set';
import type { RowSet } from '../model/selection/row-set';
import type { RemoteTable } from '../model/remote-table';
import { stitchPlan } from './cross-service/stitch-plan';
import { applyFound, findLookups } from './cross-service/key-lookups';
import { mapGroupFilters, mapRowFilters } from '../model/selection/map-filters';
import type { PlannedStatement } from './plan/planned-statement';
import { planRequest } from './strategy/plan-request';
import { planSpanning, spanningQuery } from './strategy/plan-spanning';
import { pushNegations } from './cross-service/push-negations';
import type { KeyLookup, ReadSteps, ReadScope } from './plan/read-steps';
import { spansServices } from './analysis/spans-services';
import { splitSelection } from './cross-service/split-selection';

/** How a request is read, whatever services its relationships lead to. Pure: the same input gives the same plan. */
export function planRead(request: DataRequest, scope: ReadScope): ReadSteps {
  const { field, result } = request;
  if (request.kind === 'rows')
    return planRows(field, request.rows, scope, (rows) => planWhole({ ...request, rows }, scope));
  // A total is asked for also where no row can count.
  const isEmptyWithoutRows = result === 'LIST';
  return planGroups(field, request.groups, scope, (groups) =>
    isEmptyWithoutRows && hasNoRows(groups) ? null : planWhole({ ...request, groups }, scope),
  );
}

/** One statement: of one service where that can answer it. */
function planWhole(request: DataRequest, { contextOf }: ReadScope): PlannedStatement {
  if (spansServices(request)) return planSpanning(spanningQuery(request), contextOf);
  return planRequest(
    request,
    contextOf((request.kind === 'rows' ? request.rows : request.groups).table),
  );
}

/** One statement, after the keys of its filters, and before what goes into its slots. */
export function planRows(
  field: string,
  whole: RowSet,
  scope: ReadScope,
  plan: (rows: RowSet) => PlannedStatement,
): ReadSteps {
  let marks = 0;
  const { fields, crossings } = splitSelection(whole.fields, () => `${scope.mark}.${marks++}`);
  const rows = mapRowFilters({ ...whole, fields }, pushNegations);
  const lookups: KeyLookup[] = [];
  mapRowFilters(rows, (where, from) => collected(lookups, field, where, from, scope));
  return {
    field,
    lookups,
    render: (found) => {
      const known = mapRowFilters(rows, (where, from) => applyFound(where, from, found, scope));
      return hasNoRows(known) ? null : plan(known);
    },
    stitches: crossings.map((crossing) => stitchPlan(field, crossing, scope)),
  };
}

/** One statement, after the keys of its filters. */
export function planGroups(
  field: string,
  whole: GroupSet,
  scope: ReadScope,
  plan: (groups: GroupSet) => PlannedStatement | null,
): ReadSteps {
  const groups = mapGroupFilters(whole, pushNegations);
  const lookups: KeyLookup[] = [];
  mapGroupFilters(groups, (where, from) => collected(lookups, field, where, from, scope));
  return {
    field,
    lookups,
    stitches: [],
    render: (found) =>
      plan(mapGroupFilters(groups, (where, from) => applyFound(where, from, found, scope))),
  };
}

function collected(
  lookups: KeyLookup[],
  field: string,
  where: Predicate,
  from: RemoteTable,
  scope: ReadScope,
): Predicate {
  lookups.push(...findLookups(field, where, from, scope));
  return where;
}

function hasNoRows({ where }: Pick<RowSet, 'where'>): boolean {
  return where !== null && isConstant(where, false);
}
