import type { ScanDialect } from '../../contract/source-dialect';
import { evaluatedPredicate } from './scan-evaluated';
import { forwardedPredicate } from './scan-forwarded';
import { receivedScan } from './scan-received';
import { instantAtUtc, scanOrderKeys, scanValue } from './scan-value';
import { isScannableName, isScannableObject } from './scannable-name';

/**
 * How ClickHouse reads a `PostgreSQL` engine table. The facts were measured on 26.7 against
 * PostgreSQL's statement log.
 */
export const postgresqlScanDialect: ScanDialect = {
  // Without this setting `LIKE 'x%'` is rewritten to a range that is not forwarded.
  settings: { optimize_rewrite_like_perfect_affix: 0 },
  canName: (table, columns) =>
    isScannableObject(table.remote) && columns.every((column) => isScannableName(column.name)),
  equatesAlike: (column) => column.encoding !== 'text_folded',
  value: scanValue,
  forwarded: forwardedPredicate,
  evaluated: evaluatedPredicate,
  orderKeys: scanOrderKeys,
  received: receivedScan,
};

/**
 * The scan dialect where ClickHouse asks for TimeZone UTC in its sessions, and a passthrough query
 * can print what a scan cannot.
 */
export const postgresqlUtcScanDialect: ScanDialect = {
  ...postgresqlScanDialect,
  value: (column, ref) => scanValue(column, ref, instantAtUtc),
};
