import { sql } from '../../sql/sql';
import { keyPredicate } from '../../model/predicate/key-predicate';
import { keyText } from '../../model/predicate/key-values';
import type { Literal, Predicate } from '../../model/predicate/predicate';
import { conjuncts } from '../../model/predicate/predicate-leaves';
import type { RemoteColumn, ScalarName } from '../../model/remote-table';
import type { DataRequest } from '../../model/selection/data-request';
import type { RowSet } from '../../model/selection/row-set';
import { rowSet } from '../../model/selection/row-set';
import { fieldsShape } from '../analysis/fields-shape';
import { isUniqueIn } from '../analysis/unique-lookup';
import { typedRowsFormat } from '../plan/body-format';
import type { PlannedStatement } from '../plan/planned-statement';
import type { PlanningContext } from '../plan/planning-context';
import { plainScan } from '../scan/plain-scan';
import { renderTypedScan } from '../scan/render-scan';
import { renderWithinBudget } from '../scan/render-within-budget';
import { inUtcSessions } from './in-utc-sessions';
import { planStatement } from './plan-statement';
import { isPlainlyScanned } from './why-not-scan';

/**
 * A request for the one row that has a key. Several of a shape are one request for the rows of
 * several keys.
 */
export interface UniqueKeyRequest {
  /** Equal for requests that differ in nothing but the key. */
  readonly shape: string;
  readonly rows: RowSet;
  readonly columns: readonly RemoteColumn[];
  readonly key: readonly Literal[];
}

/**
 * Scalars whose equal values have equal texts in every service, which text that ignores case or
 * padding and times with zones have not.
 */
const EXACT: ReadonlySet<ScalarName> = new Set(['Int', 'BigInt', 'UUID']);

/**
 * Describes a request as one for a key. Null where it is none, or where more than the key tells it
 * from others.
 */
export function uniqueKeyRequest(request: DataRequest): UniqueKeyRequest | null {
  if (request.kind !== 'rows') return null;
  const { rows, result } = request;
  const compared = conjuncts(rows.where).map(comparedKey);
  if (compared.includes(null) || rows.limit === 0 || rows.offset > 0) return null;
  const parts = compared.filter((part) => part !== null);
  const columns = parts.map((part) => part.column);
  if (new Set(columns).size < columns.length || !isUniqueIn(rows.table, columns)) return null;
  const fields = fieldsShape(rows.fields);
  if (fields === null) return null;
  const shape = JSON.stringify([
    rows.table.id,
    result,
    columns.map((column) => column.name),
    fields,
  ]);
  return { shape, rows, columns, key: parts.map((part) => part.value) };
}

function comparedKey(
  predicate: Predicate,
): { readonly column: RemoteColumn; readonly value: Literal } | null {
  const isKey =
    predicate.kind === 'compare' &&
    predicate.operator === 'EQ' &&
    EXACT.has(predicate.column.scalar) &&
    !predicate.column.list;
  return isKey ? { column: predicate.column, value: predicate.value } : null;
}

/**
 * Plans one statement for the rows of all keys, each with its key. Where an engine scan forwards
 * all of it, the statement has plain columns, which cost ClickHouse half of what a KEYED body does
 * (26.7.2: 2.5 and 4.5 ms for 8 keys, 2.5 ms for one key).
 *
 * @throws GatewayError where the planner refuses the statement
 */
export function planUniqueKeys(
  requests: readonly [UniqueKeyRequest, ...UniqueKeyRequest[]],
  context: PlanningContext,
): PlannedStatement {
  const [
    {
      rows: { table, fields },
      columns,
    },
  ] = requests;
  const rows = rowSet(table, {
    fields,
    where: keyPredicate(
      columns,
      requests.map(({ key }) => key),
    ),
  });
  return isPlainlyScanned(rows, context.queries.dialect)
    ? planKeyLines(rows, columns, inUtcSessions(context))
    : planStatement({ kind: 'keyedRows', rows, keys: columns }, () => context);
}

/** SELECT t0.`id` AS `0`, t0.`name` AS `name` FROM ... WHERE t0.`id` IN (5, 7) FORMAT ... */
function planKeyLines(
  rows: RowSet,
  columns: readonly RemoteColumn[],
  context: PlanningContext,
): PlannedStatement {
  const { dialect, settings } = plainScan(context.queries.dialect);
  // A digit begins no response key, so that the names of keys are free.
  const keys = columns.map(
    (column, index) => ({ kind: 'column', key: String(index), column }) as const,
  );
  const format = typedRowsFormat('LINES');
  const { query, ...account } = renderWithinBudget(context, dialect, (scope) =>
    renderTypedScan({ ...rows, fields: [...keys, ...rows.fields] }, scope),
  );
  return {
    service: context.service.name,
    strategy: 'ENGINE_SCAN',
    why: 'Rows by their keys that are asked for together.',
    statement: sql`${query} ${format.clause}`,
    settings: { ...dialect.scan.settings, ...format.settings, ...settings },
    body: 'LINES',
    ...account,
  };
}

/**
 * Returns equal texts for a key that was asked for and for the key that was printed with its row.
 */
export function uniqueKeyText(
  { columns }: UniqueKeyRequest,
  key: readonly (Literal | null)[],
): string | null {
  return keyText(
    key,
    columns.map((column) => column.scalar),
  );
}
