import type { RowSet } from '../model/query';

/** `order by name desc, id` and `limit 10 offset 20`, for people; empty where a row set has neither. */
export function describeOrder(rows: RowSet): readonly string[] {
  if (rows.orderBy.length === 0) return [];
  const terms = rows.orderBy.map((term) => `${term.column.name}${term.direction === 'DESC' ? ' desc' : ''}`);
  return [`order by ${terms.join(', ')}`];
}

export function describeLimit(rows: RowSet): readonly string[] {
  if (rows.limit === null && rows.offset === 0) return [];
  return [[rows.limit === null ? '' : `limit ${rows.limit}`, rows.offset === 0 ? '' : `offset ${rows.offset}`].filter((part) => part !== '').join(' ')];
}
