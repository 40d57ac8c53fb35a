import type { PartialAggregate, ScanDialect } from '../../connectors/contract/source-dialect';
import { sql, type Sql } from '../../sql/sql';
import type { Aggregate } from '../../model/aggregate';
import { conjuncts } from '../../model/predicate/predicate-leaves';
import type { RemoteColumn } from '../../model/remote-table';
import { groupAggregates, type GroupSet } from '../../model/selection/group-set';
import { ownColumnsOfValue } from '../../model/selection/row-value';
import { describeAggregate } from '../explain/describe-value';
import { averageOf, scanSimple } from '../expressions/scan-aggregate';
import { aggregatesHere, aggregatesInService, type AggregatesByKey } from './aggregates-by-key';
import { closed, noted, type Rendered } from './rendered';
import type { ScanScope } from './scan-scope';
import { scanWhere } from './scan-where';

/**
 * Rows of a table, aggregated by what leads to the keys of groups. Only then are they joined with
 * the tables that hold the keys.
 */
export interface PartialGroups extends Pick<AggregatesByKey, 'alias' | 'source'> {
  /** sumOrNull(t0.a0): the aggregate of a group, made of the aggregates of its parts. */
  readonly combine: (aggregate: Aggregate) => Sql;
}

/**
 * (SELECT `customer_id`, sum(...) AS a0 FROM ... GROUP BY `customer_id`) AS t0
 *
 * Aggregates rows by `customer_id` before they are joined, where their groups are made by
 * `customer.city`: then few of many rows are joined, and few come from a service that aggregates
 * itself.
 *
 * @returns null where an aggregate cannot be made of the aggregates of parts, or where a key is
 *   computed of a column, which may have as many values as there are rows
 */
export function partialGroups(groups: GroupSet, scope: ScanScope): PartialGroups | null {
  if (
    !scope.spansServices ||
    groups.by.some((key) => key.value.kind === 'column' && key.kind !== 'value')
  )
    return null;
  const parts = new Map<string, PartialAggregate>();
  for (const aggregate of groupAggregates(groups)) {
    const wanted = partsOf(aggregate);
    if (wanted === null) return null;
    for (const part of wanted) parts.set(nameOf(part), part);
  }
  const columns = [
    ...new Map(
      groups.by
        .flatMap((key) => ownColumnsOfValue(key.value))
        .map((column) => [column.name, column]),
    ).values(),
  ];
  const wanted = {
    table: groups.table,
    columns,
    aggregates: [...parts.values()],
    where: groups.where,
  };
  const found = aggregatesInService(wanted, scope, scanWhere);
  const { passthrough, inSource } = scope.dialect;
  const source =
    found ??
    (passthrough === null && inSource === undefined
      ? aggregatesHere(wanted, scope, scanWhere)
      : null);
  if (source === null) return null;
  const places = [...parts.keys()];
  return {
    alias: source.alias,
    source: found === null ? source.source : withGrouping(source.source, groups, columns, scope),
    combine: (aggregate) =>
      combined(aggregate, (part) => source.ref(places.indexOf(nameOf(part))), scope.dialect.scan),
  };
}

/** Adds notes of what the service does when it groups. */
function withGrouping(
  source: Rendered,
  { where }: GroupSet,
  columns: readonly RemoteColumn[],
  scope: ScanScope,
): Rendered {
  const filters = conjuncts(where).map((predicate) => scope.dialect.describe(predicate));
  const by = `group by ${columns.map((column) => column.name).join(', ')}`;
  return closed(source.value, [source, noted('pushed', [...filters, by], scope)]);
}

/**
 * The aggregates of parts that the aggregate of all rows is made of; null where it needs the rows.
 */
function partsOf(aggregate: Aggregate): readonly PartialAggregate[] | null {
  if (aggregate.kind === 'count') return [aggregate];
  if (aggregate.kind !== 'simple') return null;
  switch (aggregate.function) {
    case 'SUM':
    case 'MIN':
    case 'MAX':
    case 'ANY':
      return [aggregate];
    case 'AVG':
      return [
        { ...aggregate, function: 'SUM' },
        { kind: 'present', column: aggregate.column },
      ];
    default:
      return null;
  }
}

/** sumOrNull(t0.a0) */
function combined(
  aggregate: Aggregate,
  ref: (part: PartialAggregate) => Sql,
  scan: ScanDialect,
): Sql {
  if (aggregate.kind === 'count') return sql`sum(${ref(aggregate)})`;
  if (aggregate.kind !== 'simple') throw new Error('it has no parts');
  const { column } = aggregate;
  switch (aggregate.function) {
    case 'SUM':
      return sql`sumOrNull(${ref(aggregate)})`;
    case 'AVG':
      return averageOf(
        column,
        sql`sumOrNull(${ref({ ...aggregate, function: 'SUM' })})`,
        sql`sum(${ref({ kind: 'present', column })})`,
      );
    default:
      return scanSimple(aggregate.function, column, ref(aggregate), scan);
  }
}

function nameOf(part: PartialAggregate): string {
  return part.kind === 'present' ? `present ${part.column.name}` : describeAggregate(part);
}
