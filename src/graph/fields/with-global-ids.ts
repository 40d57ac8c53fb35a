import { fillIds } from '../../reading/fill-ids';
import { RawJson } from '../../model/raw-json';
import type { DataRequest } from '../../model/selection/data-request';
import type { Selected } from '../../model/selection/selected';
import { encodeNodeId, nodeIdMark } from '../model/node-id';

/** Whether slots stand in the answer where global ids belong. */
export function hasGlobalIds(request: DataRequest, mark: string): boolean {
  return (
    request.kind === 'rows' && request.rows.fields.some((field) => hasId(field, nodeIdMark(mark)))
  );
}

/** The answer with global ids in place of their slots. */
export function withGlobalIds(answer: RawJson, mark: string): RawJson {
  return new RawJson(fillIds(answer.body, nodeIdMark(mark), encodeNodeId));
}

function hasId(field: Selected, prefix: string): boolean {
  switch (field.kind) {
    case 'slot':
      return field.mark.startsWith(prefix);
    case 'object':
      return field.fields.some((each) => hasId(each, prefix));
    case 'list':
      return field.rows.fields.some((each) => hasId(each, prefix));
    default:
      return false;
  }
}
