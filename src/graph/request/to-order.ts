import type { RemoteColumn } from '../../model/remote-table';
import type { OrderDirection, OrderTerm, RowValue } from '../../model/selection/row-value';
import type { DataModel, TableNode } from '../model/data-model';
import { nodeOf } from '../model/data-model';
import { GatewayError } from '../../errors/gateway-error';
import { soleMember } from './sole-member';
import { toOrderedAggregate } from './to-aggregate';

/** A coerced `orderBy` argument as terms, in its order. */
export function toOrderTerms(
  orderBy: unknown,
  node: TableNode,
  model: DataModel,
): readonly OrderTerm[] {
  if (orderBy === undefined || orderBy === null) return [];
  return (orderBy as readonly unknown[]).map((entry) => toOrderTerm(entry, node, model));
}

function toOrderTerm(entry: unknown, node: TableNode, model: DataModel): OrderTerm {
  const [name, member] = soleMember('orderBy', entry);
  const column = node.columns.get(name);
  if (column !== undefined)
    return { value: { kind: 'column', column }, ...(member as OrderDirection) };
  const summary = node.summaries.get(name);
  if (summary !== undefined) {
    const { aggregate, direction } = toOrderedAggregate(member, nodeOf(summary.to.id, model));
    return {
      value: { kind: 'aggregate', of: { edge: summary, where: null }, aggregate },
      ...direction,
    };
  }
  const edge = node.edges.get(name);
  if (edge === undefined) throw new Error(`order by field ${name} is neither a column nor an edge`);
  const { value, ...direction } = toOrderTerm(member, nodeOf(edge.to.id, model), model);
  return { value: { kind: 'related', edge, value }, ...direction };
}

/**
 * The columns of `distinctOn`.
 * @throws GatewayError INVALID_INPUT where the order does not begin with them
 */
export function toDistinctColumns(
  distinctOn: unknown,
  terms: readonly OrderTerm[],
  node: TableNode,
): readonly RemoteColumn[] {
  if (distinctOn === undefined || distinctOn === null) return [];
  const names = [...new Set(distinctOn as readonly string[])];
  const leading = new Set(
    terms.slice(0, names.length).map(({ value }) => ownColumn(value)?.fieldName),
  );
  const columns = names.flatMap((name) => node.columns.get(name) ?? []);
  if (names.length === 0 || names.every((name) => leading.has(name))) return columns;
  throw new GatewayError(
    'INVALID_INPUT',
    'With `distinctOn`, `orderBy` begins with the same columns, in any order: distinctOn: ' +
      '[city], orderBy: [{city: ASC}, {created: DESC}].',
  );
}

/**
 * The terms with the primary key behind them, which decides between equals: with ties, pages would
 * overlap or leave gaps, and two readings of one list would differ.
 */
export function withTieBreaker(terms: readonly OrderTerm[], node: TableNode): readonly OrderTerm[] {
  const ordered = new Set(terms.map(({ value }) => ownColumn(value)?.name));
  const keys = node.table.columns.filter(
    (column) => node.table.primaryKey.includes(column.name) && !ordered.has(column.name),
  );
  const byKeyOrder = keys.toSorted(
    (a, b) => node.table.primaryKey.indexOf(a.name) - node.table.primaryKey.indexOf(b.name),
  );
  // The key has the direction of the last term, so that one index over both serves an order and its
  // reverse.
  const direction = terms.at(-1)?.direction ?? 'ASC';
  return [
    ...terms,
    ...byKeyOrder.map((column): OrderTerm => ({
      value: { kind: 'column', column },
      direction,
      nulls: direction === 'ASC' ? 'LAST' : 'FIRST',
    })),
  ];
}

function ownColumn(value: RowValue): RemoteColumn | undefined {
  return value.kind === 'column' ? value.column : undefined;
}
