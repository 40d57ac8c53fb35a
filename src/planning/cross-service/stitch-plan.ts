import { allOf, isConstant } from '../../model/predicate/combine-predicates';
import type { Predicate } from '../../model/predicate/predicate';
import type { RowSet } from '../../model/selection/row-set';
import { groupsByKey, literalsOf } from './key-lookups';
import { keyPredicate } from '../../model/predicate/key-predicate';
import {
  keyText,
  scalarsOf,
  toKeyLiterals,
  type PrintedKey,
} from '../../model/predicate/key-values';
import { keyLimit } from './key-limit';
import { planAllKeyedRows, planKeyedRows } from '../strategy/plan-keyed';
import { planAllKeyedGroups, planKeyedGroups } from '../strategy/plan-keyed-groups';
import { planGroups, planRows } from '../plan-read';
import { planSpanning, spanningKeyedGroups, spanningKeyedRows } from '../strategy/plan-spanning';
import type { PlannedStatement } from '../plan/planned-statement';
import type { StitchPlan, ReadSteps, ReadScope } from '../plan/read-steps';
import { printedEmpty } from '../expressions/scan-result';
import { groupsSpan, rowsSpan } from '../analysis/spans-services';
import type { CrossServiceSelection, WantedRows, WantedSummary } from './split-selection';

/** What another service adds to the rows of a statement, once their keys are known. `above` is the field of the statement. */
export function stitchPlan(
  above: string,
  crossing: CrossServiceSelection,
  scope: ReadScope,
): StitchPlan {
  const { mark, path, edge, wanted } = crossing;
  const field = [above, ...path].join('.');
  const slotScalars = scalarsOf(edge.columns, 'from');
  const rowScalars = scalarsOf(edge.columns, 'to');
  return {
    mark,
    columns: edge.columns,
    isOnePerRow: path.length === 1,
    result: wanted.kind === 'LIST' ? 'LIST' : 'ONE',
    whenNone:
      wanted.kind === 'SUMMARY'
        ? printedEmpty(wanted.fields)
        : wanted.kind === 'LIST'
          ? '[]'
          : 'null',
    slotKey: (key) => (toKeyLiterals(key, rowScalars) === null ? null : keyText(key, slotScalars)),
    rowsKey: (key) => keyText(key, rowScalars),
    read: (keys) =>
      wanted.kind === 'SUMMARY'
        ? readSummary(field, crossing, wanted, keys, scope)
        : readRows(field, crossing, wanted, keys, scope),
  };
}

function readRows(
  field: string,
  { edge }: CrossServiceSelection,
  { rows }: WantedRows,
  keys: readonly PrintedKey[],
  scope: ReadScope,
): ReadSteps | null {
  const columns = edge.columns.map((pair) => pair.to);
  if (rows.limit === 0) return null;
  const context = scope.contextOf(edge.to);
  const plan = (wanted: RowSet, ofOneService: (known: RowSet) => PlannedStatement): ReadSteps =>
    planRows(field, wanted, scope, (known) =>
      rowsSpan(known)
        ? planSpanning(spanningKeyedRows(known, columns), scope.contextOf)
        : ofOneService(known),
    );
  if (keys.length > keyLimit(edge.to, scope.maxKeys))
    return plan(rows, (known) =>
      planAllKeyedRows(known, columns, context, whyAll(edge.name, scope)),
    );
  const where = ofKeys(keys, rows.where, edge);
  return isConstant(where, false)
    ? null
    : plan({ ...rows, where }, (known) => planKeyedRows(known, columns, context));
}

/** SELECT "customer_id", count(*) FROM "orders" WHERE "customer_id" IN (1, 2) AND ... GROUP BY "customer_id" */
function readSummary(
  field: string,
  { edge }: CrossServiceSelection,
  { where: filter, fields }: WantedSummary,
  keys: readonly PrintedKey[],
  scope: ReadScope,
): ReadSteps | null {
  const context = scope.contextOf(edge.to);
  if (keys.length > keyLimit(edge.to, scope.maxKeys)) {
    return planGroups(field, { ...groupsByKey(edge, filter), fields }, scope, (groups) =>
      groupsSpan(groups)
        ? planSpanning(spanningKeyedGroups(groups), scope.contextOf)
        : planAllKeyedGroups(groups, context, whyAll(edge.name, scope)),
    );
  }
  const where = ofKeys(keys, filter, edge);
  if (isConstant(where, false)) return null;
  return planGroups(field, { ...groupsByKey(edge, where), fields }, scope, (groups) => {
    if (isConstant(groups.where ?? where, false)) return null;
    return groupsSpan(groups)
      ? planSpanning(spanningKeyedGroups(groups), scope.contextOf)
      : planKeyedGroups(groups, context);
  });
}

function ofKeys(
  keys: readonly PrintedKey[],
  filter: Predicate | null,
  edge: CrossServiceSelection['edge'],
): Predicate {
  const literals = literalsOf(keys, scalarsOf(edge.columns, 'to'));
  return allOf([
    keyPredicate(
      edge.columns.map((pair) => pair.to),
      literals,
    ),
    ...(filter === null ? [] : [filter]),
  ]);
}

function whyAll(edge: string, { maxKeys }: ReadScope): string {
  return `there are more than ${maxKeys} keys of \`${edge}\`, so all rows are read.`;
}
