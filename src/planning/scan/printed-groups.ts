import type { ScanDialect } from '../../connectors/contract/source-dialect';
import { EMPTY_SQL, joinSql, sql, Sql } from '../../sql/sql';
import type { Aggregate } from '../../model/aggregate';
import type { Predicate } from '../../model/predicate/predicate';
import type { GroupKey, GroupSet } from '../../model/selection/group-set';
import { readGroupColumns } from '../analysis/read-columns';
import { describeGroups, describeLimit } from '../explain/describe-page';
import { keyName, keyNames } from '../expressions/names';
import { printedAggregated } from '../expressions/printed-aggregated';
import { printedArray } from '../expressions/printed-array';
import { scanAggregate } from '../expressions/scan-aggregate';
import { printedGroupKey, scanGroupKey, sortsByColumn } from '../expressions/scan-group-key';
import { evaluateResult, printedResult, resultOrderKeys } from '../expressions/scan-result';
import { filterTree, whereClause } from './filter-clause';
import { partialGroups } from './partial-groups';
import { closed, joinsOf, noted, plain, type Rendered } from './rendered';
import { limitClause, orderClause, orderTerms } from './scan-order';
import type { ScanScope } from './scan-scope';
import { scanSource } from './scan-source';
import { scanRowValue } from './scan-value';
import { scanWhere } from './scan-where';

/**
 * A group key inside of the subquery: its value as it prints, and the expressions that sort it
 * where the value does not.
 */
interface KeyMember {
  readonly key: GroupKey;
  readonly value: Sql;
  readonly sorted: readonly Sql[];
}

/**
 * SELECT concat('{"_count":', ..., '}') AS `row` FROM (SELECT ... AS k0, ... GROUP BY k0) AS t1
 *
 * Groups as JSON texts. The subquery has keys and aggregates; what is asked of them stands around
 * it.
 */
export function renderGroups(groups: GroupSet, scope: ScanScope): Rendered {
  return render(groups, scope, ({ row }) => sql`${row} AS \`row\``);
}

/**
 * SELECT concat(...) AS `key`, concat(...) AS `row` FROM (SELECT ... GROUP BY k0) AS t1
 *
 * Groups as JSON texts: the array of their keys, and their object. The keys stand alone where the
 * object is empty.
 */
export function renderKeyedGroups(groups: GroupSet, scope: ScanScope): Rendered {
  return render(groups, scope, ({ row, keys }) =>
    groups.fields.length === 0
      ? sql`${printedArray(keys)} AS \`key\``
      : sql`${printedArray(keys)} AS \`key\`, ${row} AS \`row\``,
  );
}

/** The object and the keys of one group, as JSON texts. */
interface PrintedGroup {
  readonly row: Sql;
  readonly keys: readonly Sql[];
}

/**
 * SELECT ... FROM (SELECT ... AS k0, ... AS a0 FROM ... GROUP BY k0) AS t1 WHERE ... ORDER BY ...
 */
function render(
  groups: GroupSet,
  scope: ScanScope,
  members: (group: PrintedGroup) => Sql,
): Rendered {
  const { scan } = scope.dialect;
  const partial = partialGroups(groups, scope);
  const alias = partial === null ? scope.newAlias() : partial.alias;
  const outer = scope.newAlias();
  const columns = readGroupColumns(groups);
  const read = columns.length > 0 ? columns : groups.table.columns.slice(0, 1);
  const aggregates = collectAggregates(
    outer,
    partial?.combine ?? ((aggregate) => scanAggregate(aggregate, alias, read, scan)),
  );
  const keyed = groups.by.map((key) => keyMember(key, alias, scope));
  const keys = keyed.map(({ value }) => value);
  const inside = { keys, aggregates, outer };
  const answered = members(printedGroup(groups, inside, scan));
  const having = groups.having === null ? [] : [havingCondition(groups.having, aggregates, scan)];
  const order = orderOf(groups, inside, scan);
  const source =
    partial?.source ??
    scanSource(
      { table: groups.table, columns: read, where: groups.where, limit: null },
      alias,
      scope,
    );
  const where = partial === null ? scanWhere(groups.where, alias, scope) : plain(EMPTY_SQL);
  const computed = joinSql([...keys.flatMap(renderMember), ...aggregates.members()], ', ');
  const by = keys.length === 0 ? sql`` : sql` GROUP BY ${keyNames(keys.length)}`;
  const from = joinSql([source.value, ...joinsOf(keyed), ...where.joins], ' ');
  const inner = sql`SELECT ${computed} FROM ${from}${where.value}${by}`;
  const remaining = noted(
    'remaining',
    [...describeGroups(groups), ...describeLimit(groups)],
    scope,
  );
  const tail = sql`${whereClause(having)}${orderClause(order)}${limitClause(groups)}`;
  return closed(
    sql`SELECT ${answered} FROM (${inner}) AS ${outer}${tail}`,
    partial === null ? [...keyed, source, where, remaining] : [source, ...keyed, remaining],
  );
}

/** The keys and aggregates of the subquery that groups, and the subquery's alias. */
interface InnerQuery {
  readonly keys: readonly KeyMember[];
  readonly aggregates: CollectedAggregates;
  readonly outer: Sql;
}

function printedGroup(
  groups: GroupSet,
  { keys, aggregates, outer }: InnerQuery,
  scan: ScanDialect,
): PrintedGroup {
  const printedKey = (index: number): Sql =>
    printedGroupKey(keyAt(keys, index).key, sql`${outer}.${keyName(index)}`);
  const row = printedAggregated(groups.fields, (field) =>
    field.kind === 'aggregate'
      ? printedResult(field.aggregate, aggregates.ref(field.aggregate), scan)
      : printedKey(field.index),
  );
  return { row, keys: keys.map((_key, index) => printedKey(index)) };
}

function orderOf(
  { orderBy }: GroupSet,
  { keys, aggregates, outer }: InnerQuery,
  scan: ScanDialect,
): readonly Sql[] {
  return orderBy.flatMap((term) =>
    orderTerms(
      term,
      term.value.kind === 'aggregate'
        ? resultOrderKeys(term.value.aggregate, aggregates.ref(term.value.aggregate), scan)
        : groupOrderKeys(keyAt(keys, term.value.index), term.value.index, outer),
    ),
  );
}

function keyMember(key: GroupKey, alias: Sql, scope: ScanScope): Rendered<KeyMember> {
  const rendered = scanRowValue(
    key.value,
    alias,
    {
      column: (column, ref, scan) => [
        scanGroupKey(key, column, ref, scan),
        ...(sortsByColumn(key) ? scan.orderKeys(column, ref) : []),
      ],
      aggregate: () => [],
    },
    scope,
  );
  const [value, ...sorted] = rendered.value;
  if (value === undefined) throw new Error('an aggregate is no group key');
  return { ...rendered, value: { key, value, sorted } };
}

/** t0.`uid` AS k0, min(toString(t0.`uid`)) AS s0_0 */
function renderMember({ value, sorted }: KeyMember, index: number): readonly Sql[] {
  return [
    sql`${value} AS ${keyName(index)}`,
    ...sorted.map((each, place) => sql`min(${each}) AS ${sortName(index, place)}`),
  ];
}

/**
 * t1.s0_0
 *
 * The expressions that a group key sorts by: those of its column, or the key itself where it sorts
 * by what it prints.
 */
function groupOrderKeys({ sorted }: KeyMember, index: number, outer: Sql): readonly Sql[] {
  return sorted.length === 0
    ? [sql`${outer}.${keyName(index)}`]
    : sorted.map((_each, place) => sql`${outer}.${sortName(index, place)}`);
}

function sortName(index: number, place: number): Sql {
  return Sql.dangerouslyFromText(`s${index}_${place}`);
}

/** (t1.a0 > 3) AND (NOT (t1.a1 IS NULL)) */
function havingCondition(
  having: Predicate,
  aggregates: CollectedAggregates,
  scan: ScanDialect,
): Sql {
  return filterTree(having, (part) => {
    if (part.kind !== 'aggregate') throw new Error('groups are chosen by their aggregates');
    return evaluateResult(part.aggregate, part.condition, aggregates.ref(part.aggregate), scan);
  });
}

function keyAt(keys: readonly KeyMember[], index: number): KeyMember {
  const key = keys[index];
  if (key === undefined) throw new Error(`no group key ${index}`);
  return key;
}

/** The aggregates of the subquery that groups: each is computed once, under a name of its own. */
interface CollectedAggregates {
  /** t1.a0: the value of an aggregate, outside of the subquery. */
  ref(aggregate: Aggregate): Sql;
  /** count(...) AS a0, sum(...) AS a1 */
  members(): readonly Sql[];
}

/** Collects aggregates as they are referred to. `outer` is the alias of the subquery. */
function collectAggregates(outer: Sql, render: (aggregate: Aggregate) => Sql): CollectedAggregates {
  const found = new Map<string, { readonly name: Sql; readonly value: Sql }>();
  return {
    ref: (aggregate) => {
      const value = render(aggregate);
      const known = found.get(value.text) ?? { name: keyName(found.size, 'a'), value };
      found.set(value.text, known);
      return sql`${outer}.${known.name}`;
    },
    members: () => [...found.values()].map(({ name, value }) => sql`${value} AS ${name}`),
  };
}
