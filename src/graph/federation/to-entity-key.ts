import { keyText, type PrintedKey } from '../../model/predicate/key-values';
import type { Literal } from '../../model/predicate/predicate';
import type { RemoteColumn } from '../../model/remote-table';
import type { TableNode } from '../model/data-model';
import { hasNodeId, NODE_ID } from '../model/node-id';
import { decodeOpaque } from '../model/opaque-id';
import { primaryKeyOf } from '../model/primary-key';
import { GatewayError } from '../../errors/gateway-error';
import { isRecord } from '../../util/is-record';
import { toKeyLiteral } from '../request/to-key-literal';

const ARGUMENT = 'representations';

/** The row that a representation stands for. */
export interface EntityKey {
  readonly node: TableNode;
  readonly columns: readonly RemoteColumn[];
  readonly key: readonly Literal[];
  /** The same text for a key that was asked for and for the one that is printed with its row. */
  readonly text: string;
}

/** The text that a key is known by. */
export function entityText(columns: readonly RemoteColumn[], key: PrintedKey): string {
  return (
    keyText(
      key,
      columns.map(({ scalar }) => scalar),
    ) ?? ''
  );
}

/**
 * @param findNode the table whose rows have the type
 * @throws GatewayError INVALID_INPUT, without what was given
 */
export function toEntityKey(
  representation: unknown,
  findNode: (typeName: string) => TableNode | undefined,
): EntityKey {
  const members = isRecord(representation) ? representation : {};
  const typeName = own(members, '__typename');
  if (typeof typeName !== 'string')
    throw new GatewayError(
      'INVALID_INPUT',
      `\`${ARGUMENT}\` holds objects with a \`__typename\` and the fields of a key.`,
    );
  const node = findNode(typeName);
  const columns = node === undefined ? null : primaryKeyOf(node);
  if (node === undefined || columns === null) {
    throw new GatewayError(
      'INVALID_INPUT',
      `\`${ARGUMENT}\` names a type that is no entity here now. If tables have changed, the ` +
        'supergraph has to be composed anew.',
    );
  }
  const values = columns.map(({ fieldName }) => own(members, fieldName));
  const printed = values.includes(undefined)
    ? ofNodeId(own(members, NODE_ID), node, columns)
    : values;
  const key = columns.map((column, index) =>
    toKeyLiteral(ARGUMENT, column, (printed[index] ?? null) as Literal | null),
  );
  return { node, columns, key, text: entityText(columns, key) };
}

/** The values of the primary key in a global id. */
function ofNodeId(
  id: unknown,
  node: TableNode,
  columns: readonly RemoteColumn[],
): readonly unknown[] {
  const names = columns.map(({ fieldName }) => `\`${fieldName}\``).join(' and ');
  if (!hasNodeId(node) || id === undefined)
    throw new GatewayError(
      'INVALID_INPUT',
      `\`${ARGUMENT}\` lacks a key of ${node.table.typeName}: ${names}.`,
    );
  const [typeName, ...key] = decodeOpaque(ARGUMENT, typeof id === 'string' ? id : '');
  if (typeName !== node.table.typeName || key.length !== columns.length)
    throw new GatewayError(
      'INVALID_INPUT',
      `\`${ARGUMENT}\` has the global id of another type than its own.`,
    );
  return key;
}

function own(members: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}
