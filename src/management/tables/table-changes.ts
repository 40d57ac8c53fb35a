import type { DescribedTable } from '../../model/remote-table';

/**
 * The differences between two descriptions of a table, one sentence each, columns in their order.
 */
export function tableChanges(before: DescribedTable, after: DescribedTable): readonly string[] {
  const earlier = new Map(before.columns.map((column) => [column.name, column]));
  const later = new Map(after.columns.map((column) => [column.name, column]));
  const changes: string[] = [];
  for (const { name } of before.columns)
    if (!later.has(name)) changes.push(`Column "${name}" was removed.`);
  for (const column of after.columns) {
    const former = earlier.get(column.name);
    if (former === undefined) {
      changes.push(
        `Column "${column.name}" (${column.remoteType ?? column.clickhouseType}) was added.`,
      );
      continue;
    }
    if (former.remoteType !== column.remoteType)
      changes.push(
        `Column "${column.name}" changed from ${former.remoteType ?? 'unknown'} to ` +
          `${column.remoteType ?? 'unknown'}.`,
      );
    if (former.nullable !== column.nullable)
      changes.push(
        `Column "${column.name}" may ${column.nullable ? 'be null now' : 'no longer be null'}.`,
      );
    if (former.description !== column.description)
      changes.push(`The comment of column "${column.name}" changed.`);
  }
  const list = (names: readonly string[]): string =>
    names.length === 0 ? 'none' : names.map((name) => `"${name}"`).join(', ');
  if (after.primaryKey.length > 0 && list(before.primaryKey) !== list(after.primaryKey))
    changes.push(
      `The primary key changed from ${list(before.primaryKey)} to ${list(after.primaryKey)}.`,
    );
  if (JSON.stringify(before.foreignKeys) !== JSON.stringify(after.foreignKeys))
    changes.push('The foreign keys changed.');
  return changes;
}
