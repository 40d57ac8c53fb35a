import { allOf } from '../../model/predicate/combine-predicates';
import type { Literal } from '../../model/predicate/predicate';
import type { RawJson } from '../../model/raw-json';
import type { RemoteColumn } from '../../model/remote-table';
import type { TableNode } from '../model/data-model';
import type { SelectionScope } from '../request/selection-scope';
import { toRowSet } from '../request/to-row-set';
import type { FieldCall } from './data-field';

/**
 * Reads one row by its primary key, with what the call selects of it.
 * @param key each column of the primary key, and the value that it has
 * @throws GatewayError
 */
export function readByKey(
  node: TableNode,
  key: readonly (readonly [RemoteColumn, Literal])[],
  call: FieldCall,
  scope: SelectionScope,
): Promise<RawJson> {
  const where = allOf(
    key.map(([column, value]) => ({ kind: 'compare', column, operator: 'EQ', value })),
  );
  return call.read({
    kind: 'rows',
    field: String(call.info.path.key),
    rows: { ...toRowSet(node, {}, call.info.fieldNodes, scope), where },
    result: 'ONE',
  });
}
