import type { SourceDialect } from '../../connectors/contract/source-dialect';
import { clickhouseIdentifier } from '../../sql/clickhouse-quoting';
import type { RowSet } from '../../model/selection/row-set';
import { ownColumns } from '../../model/selection/selected';
import { isForwardable } from '../analysis/forwardable';
import { readColumns } from '../analysis/read-columns';
import { isUniqueLookup } from '../analysis/unique-lookup';
import { isTypedMember } from '../scan/scan-of-shape';

/**
 * The first thing that an engine scan of rows would leave to ClickHouse or could not do, for
 * people. Null where a scan is as good as a query of the service.
 */
export function whyNotScan(rows: RowSet, dialect: SourceDialect): string | null {
  const { scan } = dialect;
  for (const field of rows.fields) {
    if (field.kind === 'summary') return `The service aggregates \`${field.of.edge.name}\` itself.`;
    if (field.kind === 'object' || field.kind === 'list')
      return `The service joins \`${field.edge.name}\` itself.`;
    const unprintable = ownColumns(field).find(
      (column) => scan.value(column, clickhouseIdentifier(column.name)) === null,
    );
    if (unprintable !== undefined)
      return `Only the service can print \`${unprintable.fieldName}\` exactly.`;
  }
  // Without a column, the engine would select one of its choice, and the plan could not tell which.
  const columns = readColumns(rows);
  if (columns.length === 0) return 'The answer needs no column.';
  if (!scan.canName(rows.table, columns))
    return 'The engine cannot name the table, or one of its columns.';
  if (rows.where !== null && !isForwardable(rows.where, scan))
    return 'The engine does not forward every predicate of the filter.';
  if (isUniqueLookup(rows)) return null;
  if (rows.orderBy.length > 0) return 'The service orders the rows, and cuts the page.';
  if (rows.limit !== null && (rows.where !== null || rows.offset > 0))
    return 'The engine forwards LIMIT only without a filter or an offset.';
  return null;
}

/**
 * Tells whether rows are columns of one table that an engine scan reads as they are, with all of
 * the filter forwarded.
 */
export function isPlainlyScanned(rows: RowSet, dialect: SourceDialect): boolean {
  return (
    dialect.inSource === undefined &&
    dialect.passthrough !== null &&
    rows.fields.every(isTypedMember) &&
    whyNotScan(rows, dialect) === null
  );
}
