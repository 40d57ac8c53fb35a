import { print, type FieldNode, type GraphQLObjectType } from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields';
import { GatewayError } from '../../errors/gateway-error';
import type { RawJson } from '../../model/raw-json';
import { splitSlottedRows, type SlottedRow } from '../../reading/split-slotted-rows';
import type { DataRequest } from '../../model/selection/data-request';
import { groupSet } from '../../model/selection/group-set';
import type { Selected } from '../../model/selection/selected';
import { PAGE_INFO } from '../types/connection-types';
import { connectionArguments } from '../types/table-arguments';
import type { ConnectionTypes } from '../types/table-types';
import type { DataField, FieldScope, ReadRequest } from './data-field';
import type { TableNode } from '../model/data-model';
import { primaryKeyOf } from '../model/primary-key';
import type { SelectionScope } from '../request/selection-scope';
import { COUNT } from '../request/to-aggregate';
import { toPage, type Page } from '../request/to-page';
import { toPredicate } from '../request/to-predicate';
import { toSelected } from '../request/to-row-set';

type Members = ReadonlyMap<string, readonly FieldNode[]>;

const SLOT_KEY = 'cursor';

/** Null when the table has no primary key to tell rows apart by. */
export function connectionField(
  node: TableNode,
  { types, selection }: FieldScope,
): DataField | null {
  const { connection } = types;
  if (connection === null || primaryKeyOf(node) === null) return null;
  return {
    name: `${node.table.fieldName}Connection`,
    type: connection.connection,
    description: `Pages of the rows of \`${node.table.remote.schema}.${node.table.remote.table}\`, by cursors that stay true while rows come and go.`,
    args: connectionArguments(types),
    answer: async (args, call) => {
      const scope = selection(call);
      const page = toPage(node, args, scope);
      const members = membersOf(connection.connection, call.info.fieldNodes, scope);
      const field = String(call.info.path.key);
      const isCounted = namesOf(members).has('totalCount');
      const [rows, total] = await Promise.all([
        namesOf(members).size > (isCounted ? 1 : 0)
          ? readRows(node, page, members, connection, scope, field, call.read)
          : [],
        isCounted
          ? readTotal(
              {
                kind: 'groups',
                field: `${field}.totalCount`,
                result: 'ONE',
                groups: groupSet(node.table, {
                  where: toPredicate(args['where'], node, scope.model),
                  fields: [{ kind: 'aggregate', key: 'count', aggregate: COUNT }],
                }),
              },
              call.read,
            )
          : null,
      ]);
      return printConnection(page, rows, total, members, connection, scope);
    },
  };
}

async function readRows(
  node: TableNode,
  page: Page,
  members: Members,
  types: ConnectionTypes,
  scope: SelectionScope,
  field: string,
  read: ReadRequest,
): Promise<readonly SlottedRow[]> {
  const mark = `${scope.mark}.row`;
  const slot: Selected = {
    kind: 'slot',
    key: SLOT_KEY,
    mark,
    columns: page.terms.map((term) => term.column),
  };
  const request: DataRequest = {
    kind: 'rows',
    field,
    result: 'LIST',
    rows: {
      ...page.rows,
      fields: [...toSelected(node, rowNodes(members, types, scope), scope), slot],
    },
  };
  const rows = splitSlottedRows((await read(request)).body, mark, SLOT_KEY);
  return page.isBackward ? rows.toReversed() : rows;
}

/** Where rows are selected. A row is printed once, so all of these select the same. */
function rowNodes(
  members: Members,
  types: ConnectionTypes,
  scope: SelectionScope,
): readonly FieldNode[] {
  const selections = [...members.values()].flatMap((nodes) => {
    const name = nodes[0]?.name.value;
    if (name === 'nodes') return [nodes];
    return name === 'edges'
      ? [...membersOf(types.edge, nodes, scope).values()].filter(
          ([first]) => first?.name.value === 'node',
        )
      : [];
  });
  const texts = new Set(
    selections.map((nodes) =>
      nodes.map((each) => (each.selectionSet ? print(each.selectionSet) : '')).join(),
    ),
  );
  if (texts.size > 1)
    throw new GatewayError(
      'INVALID_INPUT',
      '`nodes` and `edges { node }` of one connection select the same fields: a row is read once.',
    );
  return selections[0] ?? [];
}

async function readTotal(request: DataRequest, read: ReadRequest): Promise<string> {
  const { count } = JSON.parse((await read(request)).body.toString('utf8')) as {
    readonly count: string;
  };
  return count;
}

function printConnection(
  page: Page,
  found: readonly SlottedRow[],
  total: string | null,
  members: Members,
  types: ConnectionTypes,
  scope: SelectionScope,
): unknown {
  const isCut = page.size !== null && found.length > page.size;
  // The one row more stands where reading ended.
  const rows = !isCut ? found : page.isBackward ? found.slice(1) : found.slice(0, -1);
  const cursorOf = (row: SlottedRow | undefined): string | null =>
    row === undefined ? null : page.cursor(row.key);
  const info: Readonly<Record<string, unknown>> = {
    hasNextPage: page.isBackward ? page.hasBefore : isCut,
    hasPreviousPage: page.isBackward ? isCut : page.hasAfter,
    startCursor: cursorOf(rows[0]),
    endCursor: cursorOf(rows.at(-1)),
  };
  return printObject(types.connection, members, (name, nodes) => {
    if (name === 'totalCount') return total;
    if (name === 'nodes') return rows.map((row): RawJson => row.row);
    if (name === 'pageInfo')
      return printObject(PAGE_INFO, membersOf(PAGE_INFO, nodes, scope), (member) => info[member]);
    const edge = membersOf(types.edge, nodes, scope);
    return rows.map((row) =>
      printObject(types.edge, edge, (member) => (member === 'cursor' ? cursorOf(row) : row.row)),
    );
  });
}

function printObject(
  type: GraphQLObjectType,
  members: Members,
  value: (name: string, nodes: readonly FieldNode[]) => unknown,
): unknown {
  return Object.fromEntries(
    [...members].map(([key, nodes]) => {
      const name = nodes[0]?.name.value ?? '';
      return [key, name === '__typename' ? type.name : value(name, nodes)];
    }),
  );
}

function membersOf(
  type: GraphQLObjectType,
  fieldNodes: readonly FieldNode[],
  scope: SelectionScope,
): Members {
  return collectSubfields(
    scope.schema,
    scope.operation.fragments,
    scope.operation.variableValues,
    type,
    fieldNodes,
  );
}

function namesOf(members: Members): ReadonlySet<string> {
  return new Set([...members.values()].map((nodes) => nodes[0]?.name.value ?? ''));
}
