import { splitKeyLines } from '../../execution/slots/split-key-lines';
import { splitKeyedRows } from '../../execution/slots/split-keyed-rows';
import {
  planUniqueKeys,
  uniqueKeyText,
  type UniqueKeyRequest,
} from '../../planning/strategy/unique-key-request';
import type { PrintedKey } from '../../model/predicate/key-values';
import { randomMark } from '../../util/random-mark';
import type { RequestContext } from '../request/request-context';
import type { ReadingTools } from './read-request';
import { runStatements } from './run-statements';

/**
 * Reads the rows of several keys in one statement.
 * @param field the field that the statement is reported for
 * @param keys requests of one shape
 * @returns each row that there is, by the text of its key
 * @throws GatewayError
 */
export async function readUniqueKeys(
  field: string,
  keys: readonly [UniqueKeyRequest, ...UniqueKeyRequest[]],
  context: RequestContext,
  { contexts, execution }: ReadingTools,
): Promise<ReadonlyMap<string, Buffer>> {
  const [first] = keys;
  const contextOf = contexts.for(context, randomMark());
  const plan = planUniqueKeys(keys, contextOf(first.rows.table));
  const { body } = await runStatements(context, execution, contextOf, (run) =>
    run(field, plan, []),
  );
  const textOf = (printed: PrintedKey): string | null => uniqueKeyText(first, printed);
  return plan.body === 'LINES'
    ? splitKeyLines(body, first.columns.length, textOf)
    : splitKeyedRows(body, textOf);
}
