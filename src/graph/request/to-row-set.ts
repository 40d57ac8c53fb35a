import { getArgumentValues, type FieldNode } from 'graphql';
import type { RowSet } from '../../model/selection/row-set';
import type { Selected, Slot } from '../../model/selection/selected';
import { nodeOf, type TableNode } from '../model/data-model';
import { hasNodeId, NODE_ID, nodeIdMark } from '../model/node-id';
import { primaryKeyOf } from '../model/primary-key';
import { membersOf } from './members-of';
import { type FieldArguments, type SelectionScope, typesIn } from './selection-scope';
import { toAggregated } from './to-aggregated';
import { toCount } from './to-count';
import { toDistinctColumns, toOrderTerms, withTieBreaker } from './to-order';
import { toPredicate } from './to-predicate';

/**
 * The rows that a list field asks for, and everything below it.
 * @throws GatewayError INVALID_INPUT
 */
export function toRowSet(
  node: TableNode,
  args: FieldArguments,
  fieldNodes: readonly FieldNode[],
  scope: SelectionScope,
): RowSet {
  const limit = toCount('limit', args['limit']);
  const offset = toCount('offset', args['offset']) ?? 0;
  const terms = toOrderTerms(args['orderBy'], node, scope.model);
  return {
    table: node.table,
    fields: toSelected(node, fieldNodes, scope),
    where: toPredicate(args['where'], node, scope.model),
    distinctOn: toDistinctColumns(args['distinctOn'], terms, node),
    orderBy: terms.length > 0 || offset > 0 ? withTieBreaker(terms, node) : terms,
    limit,
    offset,
  };
}

/** What is selected of a row, in response order. @throws GatewayError INVALID_INPUT */
export function toSelected(
  node: TableNode,
  fieldNodes: readonly FieldNode[],
  scope: SelectionScope,
): readonly Selected[] {
  const rowType = typesIn(scope, node).row;
  return [...membersOf(rowType, fieldNodes, scope)].map(([key, nodes]) =>
    toMember(key, nodes, node, scope),
  );
}

function toMember(
  key: string,
  fieldNodes: readonly FieldNode[],
  node: TableNode,
  scope: SelectionScope,
): Selected {
  const rowType = typesIn(scope, node).row;
  const name = fieldNodes[0]?.name.value ?? '';
  if (name === '__typename') return { kind: 'typename', key, typeName: rowType.name };
  const column = node.columns.get(name);
  if (column !== undefined) return { kind: 'column', key, column };
  if (name === NODE_ID && hasNodeId(node)) return nodeIdSlot(key, node, scope.mark);
  const definition = rowType.getFields()[name];
  if (definition === undefined || fieldNodes[0] === undefined) throw new Error(`no field ${name}`);
  const args = getArgumentValues(definition, fieldNodes[0], scope.operation.variableValues);
  const summary = node.summaries.get(name);
  if (summary !== undefined) {
    const target = nodeOf(summary.to.id, scope.model);
    return {
      kind: 'summary',
      key,
      of: { edge: summary, where: toPredicate(args['where'], target, scope.model) },
      fields: toAggregated(target, fieldNodes, scope),
    };
  }
  const edge = node.edges.get(name);
  if (edge === undefined) throw new Error(`field ${name} is neither a column nor an edge`);
  const target = nodeOf(edge.to.id, scope.model);
  if (edge.kind === 'OBJECT')
    return { kind: 'object', key, edge, fields: toSelected(target, fieldNodes, scope) };
  return { kind: 'list', key, edge, rows: toRowSet(target, args, fieldNodes, scope) };
}

/** The place of a row's global id: the gateway makes it of the primary key. */
function nodeIdSlot(key: string, node: TableNode, mark: string): Slot {
  return {
    kind: 'slot',
    key,
    mark: nodeIdMark(mark) + node.table.typeName,
    columns: primaryKeyOf(node) ?? [],
  };
}
