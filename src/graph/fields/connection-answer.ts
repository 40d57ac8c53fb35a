import type { FieldNode, GraphQLObjectType } from 'graphql';
import type { SlottedRow } from '../../reading/split-slotted-rows';
import type { RawJson } from '../../model/raw-json';
import { membersOf, type Members } from '../request/members-of';
import type { SelectionScope } from '../request/selection-scope';
import type { Page } from '../request/to-page';
import { PAGE_INFO } from '../types/connection-types';
import type { ConnectionTypes } from '../types/table-types';

/** What is selected of a connection. */
export interface ConnectionSelection {
  readonly types: ConnectionTypes;
  readonly members: Members;
  readonly scope: SelectionScope;
}

/**
 * The answer of a connection: what is selected of it, with rows as they were printed.
 * @param found the rows of the page in the order of the list, and one row more where the list goes
 * on
 * @param total how many rows there are on all pages; null where that is not selected
 */
export function printConnection(
  page: Page,
  found: readonly SlottedRow[],
  total: string | null,
  { types, members, scope }: ConnectionSelection,
): unknown {
  const isCut = page.size !== null && found.length > page.size;
  const rows = isCut ? withoutLastRead(found, page) : found;
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

/** A page that is read backward ends at its first row. */
function withoutLastRead(found: readonly SlottedRow[], page: Page): readonly SlottedRow[] {
  return page.isBackward ? found.slice(1) : found.slice(0, -1);
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

/** The names of the members that are selected. */
export function namesOf(members: Members): ReadonlySet<string> {
  return new Set([...members.values()].map((nodes) => nodes[0]?.name.value ?? ''));
}
