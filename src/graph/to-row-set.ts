import type { FieldNode, GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { getArgumentValues } from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields';
import { GatewayError } from '../errors/gateway-error';
import type { OrderTerm, RowSet, Selected } from '../model/query';
import type { DataModel, TableNode, TableTypes } from './data-model';
import type { OrderDirection } from './order-direction';
import { toPredicate } from './to-predicate';

/** What is needed to read a selection: the operation, and the public types it was validated against. */
export interface SelectionScope {
  readonly model: DataModel;
  readonly types: ReadonlyMap<string, TableTypes>;
  readonly schema: GraphQLSchema;
  readonly operation: Pick<GraphQLResolveInfo, 'fragments' | 'variableValues'>;
}

export type ListArguments = Readonly<Record<string, unknown>>;

/** The rows that a list field asks for, and everything below it. */
export function toRowSet(node: TableNode, args: ListArguments, fieldNodes: readonly FieldNode[], scope: SelectionScope): RowSet {
  const limit = toCount('limit', args['limit']);
  const offset = toCount('offset', args['offset']) ?? 0;
  const terms = toOrderTerms(args['orderBy'], node);
  return {
    table: node.table,
    fields: toSelected(node, fieldNodes, scope),
    where: toPredicate(args['where'], node, scope.model),
    orderBy: terms.length > 0 || offset > 0 ? withTieBreaker(terms, node) : terms,
    limit,
    offset,
  };
}

/** Fields in response order: fragments, @skip, @include and merged fields resolved. */
export function toSelected(node: TableNode, fieldNodes: readonly FieldNode[], scope: SelectionScope): readonly Selected[] {
  const rowType = typesOf(node, scope).row;
  const fields = collectSubfields(scope.schema, scope.operation.fragments, scope.operation.variableValues, rowType, fieldNodes);
  return [...fields].map(([key, nodes]) => toMember(key, nodes, node, rowType, scope));
}

function toMember(key: string, fieldNodes: readonly FieldNode[], node: TableNode, rowType: GraphQLObjectType, scope: SelectionScope): Selected {
  const name = fieldNodes[0]?.name.value ?? '';
  if (name === '__typename') return { kind: 'typename', key, typeName: rowType.name };
  const column = node.columns.get(name);
  if (column !== undefined) return { kind: 'column', key, column };
  const edge = node.edges.get(name);
  const target = edge === undefined ? undefined : scope.model.get(edge.to.id);
  const definition = rowType.getFields()[name];
  if (edge === undefined || target === undefined || definition === undefined || fieldNodes[0] === undefined) {
    throw new Error(`field ${name} is neither a column nor an edge`);
  }
  if (edge.kind === 'OBJECT') return { kind: 'object', key, edge, fields: toSelected(target, fieldNodes, scope) };
  const args = getArgumentValues(definition, fieldNodes[0], scope.operation.variableValues);
  return { kind: 'list', key, edge, rows: toRowSet(target, args, fieldNodes, scope) };
}

function typesOf(node: TableNode, scope: SelectionScope): TableTypes {
  const types = scope.types.get(node.table.id);
  if (types === undefined) throw new Error(`no types for table ${node.table.id}`);
  return types;
}

function toCount(name: string, value: unknown): number | null {
  if (value === undefined || value === null) return null;
  const count = value as number;
  if (count < 0) throw new GatewayError('INVALID_INPUT', `\`${name}\` must not be negative.`);
  return count;
}

function toOrderTerms(orderBy: unknown, node: TableNode): readonly OrderTerm[] {
  if (orderBy === undefined || orderBy === null) return [];
  return (orderBy as readonly Readonly<Record<string, OrderDirection | null | undefined>>[]).map((entry) => {
    const [first, second] = Object.entries(entry).filter(([, direction]) => direction !== undefined);
    // The order of an input object's members is lost when it is coerced: two members would not say which comes first.
    if (first === undefined || second !== undefined) throw new GatewayError('INVALID_INPUT', 'Each entry of `orderBy` names exactly one column: orderBy: [{a: ASC}, {b: DESC}].');
    const [name, direction] = first;
    const column = node.columns.get(name);
    if (direction === null || direction === undefined || column === undefined) throw new GatewayError('INVALID_INPUT', `The order by \`${name}\` has no direction.`);
    return { column, ...direction };
  });
}

/** With ties, pages would overlap or leave gaps, and two readings of one list would differ: the primary key decides between equals. */
function withTieBreaker(terms: readonly OrderTerm[], node: TableNode): readonly OrderTerm[] {
  const ordered = new Set(terms.map((term) => term.column.name));
  const keys = node.table.columns.filter((column) => node.table.primaryKey.includes(column.name) && !ordered.has(column.name));
  const byKeyOrder = keys.toSorted((a, b) => node.table.primaryKey.indexOf(a.name) - node.table.primaryKey.indexOf(b.name));
  // In the direction of the last term, so that one index over both serves either way round.
  const direction = terms.at(-1)?.direction ?? 'ASC';
  return [...terms, ...byKeyOrder.map((column): OrderTerm => ({ column, direction, nulls: direction === 'ASC' ? 'LAST' : 'FIRST' }))];
}
