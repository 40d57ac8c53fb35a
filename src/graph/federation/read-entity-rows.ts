import type { RawJson } from '../../execution/raw-json';
import { splitSlottedRows } from '../../execution/split-slotted-rows';
import type { Selected } from '../../model/query';
import { rowSet } from '../../model/row-set';
import { keyPredicate } from '../../planning/crossings/key-predicate';
import { keyText } from '../../planning/crossings/key-values';
import type { FieldCall } from '../data-fields';
import type { RequestContext } from '../request-context';
import type { EntityKey } from './to-entity-key';

/** By the text of their keys. */
export type EntityKeys = ReadonlyMap<string, EntityKey>;
export type EntityRows = ReadonlyMap<string, RawJson>;

const SLOT_KEY = 'key';

/** The same text for a key that was asked for and for the one that was printed with its row. */
export function entityText({ columns, key }: EntityKey): string {
  return keyText(key, columns.map(({ scalar }) => scalar)) ?? '';
}

/** The rows of one table that have these keys, in one request. @throws GatewayError */
export async function readEntityRows(keys: EntityKeys, fields: readonly Selected[], call: FieldCall, context: RequestContext): Promise<EntityRows> {
  const [entity] = keys.values();
  if (entity === undefined) return new Map();
  const { node, columns } = entity;
  const mark = `${call.mark}.key`;
  const slot: Selected = { kind: 'slot', key: SLOT_KEY, mark, columns };
  const where = keyPredicate(columns, [...keys.values()].map(({ key }) => key));
  const rows = rowSet(node.table, { fields: [...fields, slot], where });
  const { body } = await call.readFor(context, { kind: 'rows', field: String(call.info.path.key), result: 'LIST', rows });
  const scalars = columns.map(({ scalar }) => scalar);
  return new Map(splitSlottedRows(body, mark, SLOT_KEY).map(({ key, row }) => [keyText(key, scalars) ?? '', row]));
}
