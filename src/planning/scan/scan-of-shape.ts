import { EMPTY_SQL, sql, type Sql } from '../../sql/sql';
import type { DataRequest } from '../../model/selection/data-request';
import type { RowSet } from '../../model/selection/row-set';
import type { Selected } from '../../model/selection/selected';
import {
  keyedRowsFormat,
  printedRowsFormat,
  typedRowsFormat,
  type BodyFormat,
} from '../plan/body-format';
import type { AroundSource, BodyShape } from '../plan/planned-statement';
import type { Shape } from '../plan/shape';
import { renderGroups, renderKeyedGroups } from './printed-groups';
import { renderKeyedScan, renderKeyScan, renderPrintedRows, renderTypedScan } from './render-scan';
import type { Rendered } from './rendered';
import type { ScanScope } from './scan-scope';

/**
 * SELECT `key`, arrayStringConcat(groupArray(`row`), ',') AS `rows` FROM ... GROUP BY `key`
 *
 * Puts the printed rows of each key together.
 */
export const GROUPED_BY_KEY: AroundSource = {
  before: sql`SELECT \`key\`, arrayStringConcat(groupArray(\`row\`), ',') AS \`rows\` FROM `,
  after: sql` GROUP BY \`key\``,
};

/** The body that the statement of a shape answers. */
export function bodyOf(shape: Shape): BodyShape {
  switch (shape.kind) {
    case 'rows':
    case 'groups':
      return shape.result === 'ONE' ? 'OBJECT' : 'ARRAY';
    case 'keyedRows':
    case 'keyedGroups':
      return 'KEYED';
    case 'keys':
    case 'groupKeys':
      return 'ARRAY';
  }
}

/** The format of a body whose rows, or rows and keys, are printed by the statement. */
export function printedFormat(body: BodyShape): BodyFormat {
  return body === 'KEYED' ? keyedRowsFormat() : printedRowsFormat(body);
}

/** The format of the body of a shape that is scanned. */
export function scanFormat(shape: Shape): BodyFormat {
  const body = bodyOf(shape);
  return isTypedShape(shape) ? typedRowsFormat(body) : printedFormat(body);
}

/**
 * True for rows whose objects ClickHouse prints itself: they have columns of one table, and no JSON
 * documents.
 */
export function isTypedShape(shape: Shape): boolean {
  return shape.kind === 'rows' && shape.rows.fields.every(isTypedMember);
}

/**
 * True for a member that ClickHouse prints as it is. Its JSON output quotes text, so that the
 * statement must print a JSON document or a related object.
 */
export function isTypedMember(field: Selected): boolean {
  return field.kind === 'typename' || (field.kind === 'column' && field.column.scalar !== 'JSON');
}

/**
 * SELECT t0.`id` AS `id` FROM ...
 *
 * A shape in ClickHouse's SQL, without a FORMAT.
 *
 * @param limit stands behind the rows or groups of all keys
 */
export function renderShape(shape: Shape, scope: ScanScope, limit = EMPTY_SQL): Rendered {
  return shape.kind === 'rows' && isTypedShape(shape)
    ? renderTypedScan(rowsOf(shape), scope)
    : renderPrinted(shape, scope, limit);
}

/**
 * SELECT concat('{"id":', toJSONString(t0.`id`), '}') AS `row` FROM ...
 *
 * A shape in ClickHouse's SQL, whose objects are printed by the statement.
 */
export function renderPrinted(shape: Shape, scope: ScanScope, limit = EMPTY_SQL): Rendered {
  switch (shape.kind) {
    case 'rows':
      return renderPrintedRows(rowsOf(shape), [], scope);
    case 'groups':
      return renderGroups(shape.groups, scope);
    case 'keyedRows': {
      const { before, after } = GROUPED_BY_KEY;
      const rows = renderKeyedScan(shape.rows, shape.keys, scope);
      return { ...rows, value: sql`${before}(${rows.value}${limit})${after}` };
    }
    case 'keys':
      return renderKeyScan(shape.rows, shape.keys, scope);
    case 'keyedGroups':
    case 'groupKeys': {
      const groups = renderKeyedGroups(shape.groups, scope);
      return { ...groups, value: sql`${groups.value}${limit}` };
    }
  }
}

/**
 * SELECT t0.`id` AS `id` FROM ...
 *
 * The part of a shape that an engine sends to its service, which is only the innermost of nested
 * SELECTs (26.7.2). Null where too little of the shape stands there.
 */
export function renderSent(shape: Shape, scope: ScanScope): Sql | null {
  switch (shape.kind) {
    case 'rows':
    case 'keys':
      return renderShape(shape, scope).value;
    case 'keyedRows':
      return renderPrintedRows(shape.rows, shape.keys, scope).value;
    default:
      return null;
  }
}

function rowsOf({ rows, result }: Extract<DataRequest, { kind: 'rows' }>): RowSet {
  return result === 'ONE' && rows.limit === null ? { ...rows, limit: 1 } : rows;
}
