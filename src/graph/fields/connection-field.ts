import { print, type FieldNode } from 'graphql';
import { splitSlottedRows, type SlottedRow } from '../../reading/split-slotted-rows';
import type { DataRequest } from '../../model/selection/data-request';
import { groupSet } from '../../model/selection/group-set';
import type { Slot } from '../../model/selection/selected';
import { remoteNameOf, type TableNode } from '../model/data-model';
import { primaryKeyOf } from '../model/primary-key';
import { GatewayError } from '../../errors/gateway-error';
import { membersOf } from '../request/members-of';
import { COUNT } from '../request/to-aggregate';
import { toPage, type Page } from '../request/to-page';
import { toPredicate } from '../request/to-predicate';
import { toSelected } from '../request/to-row-set';
import { connectionArguments } from '../types/table-arguments';
import { namesOf, printConnection, type ConnectionSelection } from './connection-answer';
import type { DataField, FieldCall, FieldScope } from './data-field';

const SLOT_KEY = 'cursor';

/**
 * The field for pages of a table's rows; null when the table has no primary key to tell rows apart
 * by.
 */
export function connectionField(
  node: TableNode,
  { types, selection }: FieldScope,
): DataField | null {
  const { connection } = types;
  if (connection === null || primaryKeyOf(node) === null) return null;
  return {
    name: `${node.table.fieldName}Connection`,
    type: connection.connection,
    description:
      `Pages of the rows of ${remoteNameOf(node)}, by cursors that stay true while rows ` +
      'come and go.',
    args: connectionArguments(types),
    answer: async (args, call) => {
      const scope = selection(call);
      const page = toPage(node, args, scope);
      const members = membersOf(connection.connection, call.info.fieldNodes, scope);
      const selected: ConnectionSelection = { types: connection, members, scope };
      const names = namesOf(members);
      const isCounted = names.has('totalCount');
      const [rows, total] = await Promise.all([
        names.size > (isCounted ? 1 : 0) ? readRows(node, page, selected, call) : [],
        isCounted ? readTotal(countRequest(node, args['where'], selected, call), call) : null,
      ]);
      return printConnection(page, rows, total, selected);
    },
  };
}

/**
 * The rows of a page in the order of the list, and one row more where there is one.
 * @throws GatewayError
 */
async function readRows(
  node: TableNode,
  page: Page,
  selected: ConnectionSelection,
  call: FieldCall,
): Promise<readonly SlottedRow[]> {
  const { scope } = selected;
  const mark = `${scope.mark}.row`;
  const columns = page.terms.map((term) => term.column);
  const slot: Slot = { kind: 'slot', key: SLOT_KEY, mark, columns };
  const { body } = await call.read({
    kind: 'rows',
    field: String(call.info.path.key),
    result: 'LIST',
    rows: { ...page.rows, fields: [...toSelected(node, rowNodes(selected), scope), slot] },
  });
  const rows = splitSlottedRows(body, mark, SLOT_KEY);
  return page.isBackward ? rows.toReversed() : rows;
}

/**
 * The field nodes that select of a row: those of `nodes`, or of `edges { node }`.
 * @throws GatewayError INVALID_INPUT where these select different fields: a row is printed once
 */
function rowNodes({ types, members, scope }: ConnectionSelection): readonly FieldNode[] {
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

function countRequest(
  node: TableNode,
  where: unknown,
  { scope }: ConnectionSelection,
  { info }: FieldCall,
): DataRequest {
  return {
    kind: 'groups',
    field: `${String(info.path.key)}.totalCount`,
    result: 'ONE',
    groups: groupSet(node.table, {
      where: toPredicate(where, node, scope.model),
      fields: [{ kind: 'aggregate', key: 'count', aggregate: COUNT }],
    }),
  };
}

async function readTotal(request: DataRequest, { read }: FieldCall): Promise<string> {
  const { count } = JSON.parse((await read(request)).body.toString('utf8')) as {
    readonly count: string;
  };
  return count;
}
