import { fillIds } from '../../reading/fill-ids';
import { RawJson } from '../../model/raw-json';
import type { DataRequest } from '../../model/selection/data-request';
import { someSelected } from '../../model/selection/some-selected';
import { encodeNodeId, nodeIdMark } from '../model/node-id';

/** Whether the answer to a request has slots where global ids belong. */
export function hasGlobalIds(request: DataRequest, mark: string): boolean {
  const prefix = nodeIdMark(mark);
  return (
    request.kind === 'rows' &&
    someSelected(
      request.rows.fields,
      (field) => field.kind === 'slot' && field.mark.startsWith(prefix),
    )
  );
}

/** The answer with global ids in place of their slots. */
export function withGlobalIds(answer: RawJson, mark: string): RawJson {
  return new RawJson(fillIds(answer.body, nodeIdMark(mark), encodeNodeId));
}
