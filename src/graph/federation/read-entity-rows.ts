import type { RequestContext } from '../../reading/request/request-context';
import { splitSlottedRows } from '../../reading/split-slotted-rows';
import { keyPredicate } from '../../model/predicate/key-predicate';
import type { RawJson } from '../../model/raw-json';
import { rowSet } from '../../model/selection/row-set';
import type { Selected } from '../../model/selection/selected';
import type { FieldCall } from '../fields/data-field';
import { entityText, type EntityKey } from './to-entity-key';

/** Keys by their texts. */
export type EntityKeys = ReadonlyMap<string, EntityKey>;
/** Rows by the texts of their keys. */
export type EntityRows = ReadonlyMap<string, RawJson>;

const SLOT_KEY = 'key';

/** Reads the rows of one table that have these keys, in one request. @throws GatewayError */
export async function readEntityRows(
  keys: EntityKeys,
  fields: readonly Selected[],
  call: FieldCall,
  context: RequestContext,
): Promise<EntityRows> {
  const [entity] = keys.values();
  if (entity === undefined) return new Map();
  const { node, columns } = entity;
  const mark = `${call.mark}.key`;
  const slot: Selected = { kind: 'slot', key: SLOT_KEY, mark, columns };
  const where = keyPredicate(
    columns,
    [...keys.values()].map(({ key }) => key),
  );
  const rows = rowSet(node.table, { fields: [...fields, slot], where });
  const { body } = await call.readFor(context, {
    kind: 'rows',
    field: String(call.info.path.key),
    result: 'LIST',
    rows,
  });
  return new Map(
    splitSlottedRows(body, mark, SLOT_KEY).map(({ key, row }) => [entityText(columns, key), row]),
  );
}
