import { putRelationship } from '../../registry/registry-change';
import type { RegistrySnapshot } from '../../registry/snapshot';
import { isGraphqlName, relationshipFields } from '../../model/graphql-names';
import { isSameSource } from '../../model/is-same-source';
import type {
  ColumnPair,
  DeclaredRelationship,
  Relationship,
  RemoteTable,
} from '../../model/remote-table';
import { GatewayError } from '../../errors/gateway-error';
import { connectorOf, requireRemoteTable, serviceOf } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import { timestamp } from '../context/timestamp';
import { assertComparable } from './assert-comparable';

/** A relationship as a caller declares it. */
export type RelationshipRequest = Pick<
  Relationship,
  'name' | 'kind' | 'fromTableId' | 'toTableId' | 'columns'
>;

/** Members of every filter input, which a relationship cannot be named like. */
const FILTER_WORDS: readonly string[] = ['_and', '_or', '_not'];
const MAX_COLUMNS = 16;

/**
 * Declares an edge from one remote table to another, of the same service or of another one. It is a
 * field of the first table's type when this answers. The way back is another relationship.
 *
 * @throws GatewayError NOT_FOUND for a table or a column, INVALID_INPUT, ALREADY_EXISTS for a name
 * of that type
 */
export async function createRelationship(
  context: ManagementContext,
  request: RelationshipRequest,
): Promise<Relationship> {
  return context.naming(async () => {
    await context.registry.refresh();
    const from = requireRemoteTable(context, request.fromTableId);
    const to = requireRemoteTable(context, request.toTableId);
    assertColumns(context, from, to, request.columns);
    assertName(context.registry.current(), from, request);
    const declared: DeclaredRelationship = {
      ...request,
      id: context.newId(),
      createdAt: timestamp(context.now()),
    };
    await context.registry.write([putRelationship(declared)]);
    const { createdAt: _createdAt, ...relationship } = declared;
    return { ...relationship, discovered: false };
  });
}

function assertColumns(
  context: ManagementContext,
  from: RemoteTable,
  to: RemoteTable,
  pairs: readonly ColumnPair[],
): void {
  if (pairs.length === 0)
    throw new GatewayError('INVALID_INPUT', 'columns must name at least one pair of columns.');
  if (pairs.length > MAX_COLUMNS)
    throw new GatewayError('INVALID_INPUT', `columns must name at most ${MAX_COLUMNS} pairs.`);
  const crosses = !isSameSource(from, to);
  for (const pair of pairs) {
    const ends = [from, to].map((table, index) => {
      const name = index === 0 ? pair.from : pair.to;
      const column = table.columns.find((candidate) => candidate.name === name);
      if (column === undefined)
        throw new GatewayError(
          'NOT_FOUND',
          `The remote table "${table.fieldName}" has no column "${name}". Columns go by ` +
            'their names in the service.',
        );
      return {
        column,
        dialect: connectorOf(context, serviceOf(context, table)).queries.dialect.scan,
      };
    });
    const [left, right] = ends;
    if (left !== undefined && right !== undefined)
      assertComparable(left, right, { castTo: pair.castTo ?? null, crosses });
  }
}

/**
 * The name must be free on the type now, and what follows from foreign keys later gives way to it.
 */
function assertName(
  snapshot: RegistrySnapshot,
  from: RemoteTable,
  { name, kind }: RelationshipRequest,
): void {
  if (!isGraphqlName(name) || FILTER_WORDS.includes(name)) {
    throw new GatewayError(
      'INVALID_INPUT',
      'name must be a GraphQL name: letters, digits and underscores, not starting with a ' +
        'digit or with two underscores, and none of _and, _or, _not.',
    );
  }
  const others = snapshot.declaredRelationships.filter(
    ({ fromTableId }) => fromTableId === from.id,
  );
  const taken = new Set([
    ...from.columns.map((column) => column.fieldName),
    ...[...snapshot.relationshipsFrom(from.id), ...others].flatMap((other) =>
      relationshipFields(other.name, other.kind),
    ),
  ]);
  if (relationshipFields(name, kind).every((field) => !taken.has(field))) return;
  throw new GatewayError(
    'ALREADY_EXISTS',
    `The type ${from.typeName} has a field "${name}", or one made from that name, already. ` +
      'Choose another name.',
  );
}
