import type { FieldNode } from 'graphql';
import type { Aggregated } from '../../model/selection/aggregated';
import { foldValue, type ValueAlgebra } from '../../model/selection/fold-value';
import {
  type GroupKey,
  type GroupOrderTerm,
  type GroupSet,
  groupSet,
} from '../../model/selection/group-set';
import { nodeOf, type TableNode } from '../model/data-model';
import { GatewayError } from '../../errors/gateway-error';
import { type FieldArguments, type SelectionScope, typesIn } from './selection-scope';
import { soleMember } from './sole-member';
import { toOrderedAggregate } from './to-aggregate';
import { toMembers, toAggregated } from './to-aggregated';
import { toCount } from './to-count';
import { toGroupKey } from './to-group-key';
import { toOrderTerms } from './to-order';
import { toHaving, toPredicate } from './to-predicate';

/** The one group that an aggregate field asks for. */
export function toTotal(
  node: TableNode,
  args: FieldArguments,
  fieldNodes: readonly FieldNode[],
  scope: SelectionScope,
): GroupSet {
  return groupSet(node.table, {
    where: toPredicate(args['where'], node, scope.model),
    fields: toAggregated(node, fieldNodes, scope),
  });
}

/** The groups that a groups field asks for. */
export function toGroupSet(
  node: TableNode,
  args: FieldArguments,
  fieldNodes: readonly FieldNode[],
  scope: SelectionScope,
): GroupSet {
  const by = (args['by'] as readonly unknown[]).map((entry) =>
    toGroupKey(entry, node, scope.model),
  );
  assertKeys(by);
  const limit = toCount('limit', args['limit']);
  const offset = toCount('offset', args['offset']) ?? 0;
  const terms = toGroupOrder(args['orderBy'], by, node, scope);
  const isOrdered = terms.length > 0 || limit !== null || offset > 0;
  return {
    table: node.table,
    by,
    limit,
    offset,
    where: toPredicate(args['where'], node, scope.model),
    fields: toFields(node, by, fieldNodes, scope),
    having: toHaving(args['having'], node),
    orderBy: isOrdered ? withKeys(terms, by) : terms,
  };
}

/** What is selected of a group, in response order. */
function toFields(
  node: TableNode,
  by: readonly GroupKey[],
  fieldNodes: readonly FieldNode[],
  scope: SelectionScope,
): readonly Aggregated[] {
  const types = typesIn(scope, node).groups;
  if (types === null) throw new Error('the table has no groups');
  return toMembers(types.group, fieldNodes, scope, (key, name, nodes) => ({
    kind: 'nested',
    key,
    fields:
      name === 'key'
        ? toKeyFields(node, { path: [], by }, nodes, scope)
        : toAggregated(node, nodes, scope),
  }));
}

/** A place in the key of groups: the object relationships that lead to it, by their names. */
interface KeyPlace {
  readonly path: readonly string[];
  readonly by: readonly GroupKey[];
}

/** What is selected of a key, in response order. @throws GatewayError INVALID_INPUT */
function toKeyFields(
  node: TableNode,
  { path, by }: KeyPlace,
  fieldNodes: readonly FieldNode[],
  scope: SelectionScope,
): readonly Aggregated[] {
  const types = typesIn(scope, node).groups;
  if (types === null) throw new Error('the table has no groups');
  return toMembers(types.key, fieldNodes, scope, (key, name, nodes) => {
    const edge = node.columns.has(name) ? undefined : node.edges.get(name);
    const place = { path: [...path, name], by };
    if (edge === undefined) return { kind: 'groupKey', key, index: indexOf(place.path, by) };
    const target = nodeOf(edge.to.id, scope.model);
    return { kind: 'nested', key, fields: toKeyFields(target, place, nodes, scope) };
  });
}

function indexOf(path: readonly string[], by: readonly GroupKey[]): number {
  const index = by.findIndex((key) => pathOf(key).join('.') === path.join('.'));
  if (index < 0)
    throw new GatewayError(
      'INVALID_INPUT',
      `\`${path.join('.')}\` is no key of the groups: name it in \`by\` too.`,
    );
  return index;
}

/**
 * The names of the relationships that lead to the column of a key, and of the column, e.g.
 * `artist`, `name`.
 */
function pathOf(key: GroupKey): readonly string[] {
  return foldValue(key.value, PATH);
}

const PATH: ValueAlgebra<readonly string[]> = {
  column: (value) => [value.column.fieldName],
  aggregate: () => {
    throw new Error('an aggregate is no group key');
  },
  related: (value, _context, inner) => [value.edge.name, ...inner()],
};

function toGroupOrder(
  orderBy: unknown,
  by: readonly GroupKey[],
  node: TableNode,
  scope: SelectionScope,
): readonly GroupOrderTerm[] {
  if (orderBy === undefined || orderBy === null) return [];
  return (orderBy as readonly unknown[]).map((entry): GroupOrderTerm => {
    const [name, member] = soleMember('orderBy', entry);
    if (name === 'aggregate') {
      const { aggregate, direction } = toOrderedAggregate(member, node);
      return { value: { kind: 'aggregate', aggregate }, ...direction };
    }
    const [term] = toOrderTerms([member], node, scope.model);
    if (term === undefined || term.value.kind === 'aggregate')
      throw new GatewayError(
        'INVALID_INPUT',
        'Groups are ordered by a column of their key, or by an aggregate.',
      );
    const { value, ...direction } = term;
    return {
      value: { kind: 'groupKey', index: indexOf(pathOf({ kind: 'value', value }), by) },
      ...direction,
    };
  });
}

/**
 * The terms, and the keys that they do not name: with these, pages of groups neither overlap nor
 * leave gaps.
 */
function withKeys(
  terms: readonly GroupOrderTerm[],
  by: readonly GroupKey[],
): readonly GroupOrderTerm[] {
  const ordered = new Set(
    terms.flatMap(({ value }) => (value.kind === 'groupKey' ? [value.index] : [])),
  );
  const others = by.map((_key, index) => index).filter((index) => !ordered.has(index));
  return [
    ...terms,
    ...others.map((index): GroupOrderTerm => ({
      value: { kind: 'groupKey', index },
      direction: 'ASC',
      nulls: 'LAST',
    })),
  ];
}

function assertKeys(by: readonly GroupKey[]): void {
  if (by.length === 0)
    throw new GatewayError(
      'INVALID_INPUT',
      "`by` names at least one key. Without keys, the table's aggregate field has the total.",
    );
  const names = new Set(by.map((key) => pathOf(key).join('.')));
  if (names.size < by.length)
    throw new GatewayError(
      'INVALID_INPUT',
      '`by` names each column once: the key would have two values for it.',
    );
}
