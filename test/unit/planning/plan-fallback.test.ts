import { connectorFor } from '../../../src/connectors/list';
import { groupSet } from '../../../src/model/selection/group-set';
import { rowSet } from '../../../src/model/selection/row-set';
import type { PlanningContext } from '../../../src/planning/plan/planning-context';
import type { KeyedGroups, KeyedRows } from '../../../src/planning/plan/shape';
import { planFallback } from '../../../src/planning/strategy/plan-fallback';
import { SHOP_SNAPSHOT } from '../../fixtures/shop-snapshot';

const table = SHOP_SNAPSHOT.exposedTables.find(({ name }) => name === 'customer');
const service = SHOP_SNAPSHOT.service('service-shop');
const id = table?.columns.find(({ name }) => name === 'id');
if (table === undefined || service === undefined || id === undefined) throw new Error('no table');

const context: PlanningContext = {
  service,
  queries: connectorFor('POSTGRESQL').queries,
  collection: 'service_shop',
  passthrough: true,
  budget: { rows: 1000, bytes: 1_000_000 },
};
const rows: KeyedRows = {
  kind: 'keyedRows',
  rows: rowSet(table, { fields: [{ kind: 'column', key: 'id', column: id }] }),
  keys: [id],
};
const groups: KeyedGroups = {
  kind: 'keyedGroups',
  groups: groupSet(table, {
    by: [{ kind: 'value', value: { kind: 'column', column: id } }],
    fields: [{ kind: 'aggregate', key: '_count', aggregate: { kind: 'count' } }],
  }),
};
const whyAll = 'there are more than 10 keys of `customer`, so all rows are read.';

test.each([rows, groups])('a fallback for all keys of $kind has the budget', (shape) => {
  const plan = planFallback({ kind: 'PASSTHROUGH', shape: { ...shape, whyAll } }, () => context);
  expect(plan.strategy).toBe('PASSTHROUGH');
  expect(plan.received).toEqual([expect.stringMatching(/ LIMIT 1001$/)]);
  expect(plan.pull).toEqual({ budget: context.budget, reason: whyAll });
});

test.each([rows, groups])('a fallback for named keys of $kind is not cut', (shape) => {
  const plan = planFallback({ kind: 'PASSTHROUGH', shape }, () => context);
  expect(plan.received).toEqual([expect.not.stringContaining('LIMIT')]);
  expect(plan).not.toHaveProperty('pull');
});

test('a fallback for all keys without a budget may pull anything', () => {
  const { budget: _budget, ...unbounded } = context;
  const plan = planFallback({ kind: 'PASSTHROUGH', shape: { ...groups, whyAll } }, () => unbounded);
  expect(plan.received).toEqual([expect.not.stringContaining('LIMIT')]);
  expect(plan).not.toHaveProperty('pull');
});
