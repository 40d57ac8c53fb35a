import { getArgumentValues, type FieldNode, type GraphQLObjectType } from 'graphql';
import type { Aggregated } from '../../model/selection/aggregated';
import type { TableNode } from '../model/data-model';
import { aggregateTypesFor } from '../types/aggregate-types';
import { membersOf } from './members-of';
import { type SelectionScope, typesIn } from './selection-scope';
import { COUNT, toAggregate } from './to-aggregate';

/**
 * What is selected of `ShopOrdersAggregate`, in response order.
 * @throws GatewayError INVALID_INPUT
 */
export function toAggregated(
  node: TableNode,
  fieldNodes: readonly FieldNode[],
  scope: SelectionScope,
): readonly Aggregated[] {
  const type = typesIn(scope, node).aggregate;
  return toMembers(type, fieldNodes, scope, (key, name, nodes) => {
    if (name === '_count') return { kind: 'aggregate', key, aggregate: COUNT };
    const column = node.columns.get(name);
    if (column === undefined) throw new Error(`no column ${name}`);
    const { output } = aggregateTypesFor(column);
    const fields = toMembers(output, nodes, scope, (member, aggregate, [fieldNode]) => {
      const definition = output.getFields()[aggregate];
      if (definition === undefined || fieldNode === undefined)
        throw new Error(`no field ${aggregate}`);
      const args = getArgumentValues(definition, fieldNode, scope.operation.variableValues);
      return {
        kind: 'aggregate',
        key: member,
        aggregate: toAggregate(aggregate, args, column, node),
      };
    });
    return { kind: 'nested', key, fields };
  });
}

/** What is selected of an object, each member as `member` has it. */
export function toMembers(
  type: GraphQLObjectType,
  fieldNodes: readonly FieldNode[],
  scope: SelectionScope,
  member: (key: string, name: string, nodes: readonly FieldNode[]) => Aggregated,
): readonly Aggregated[] {
  return [...membersOf(type, fieldNodes, scope)].map(([key, nodes]) => {
    const name = nodes[0]?.name.value ?? '';
    return name === '__typename'
      ? { kind: 'typename', key, typeName: type.name }
      : member(key, name, nodes);
  });
}
