import type { PassthroughDialect, SourceDialect } from '../../connectors/contract/source-dialect';
import { sql } from '../../sql/sql';
import type { RemoteColumn } from '../../model/remote-table';
import type { DataRequest } from '../../model/selection/data-request';
import { groupsSpan, rowsSpan } from '../analysis/spans-services';
import { isUniqueIn } from '../analysis/unique-lookup';
import type { PlanningContext } from '../plan/planning-context';
import { whyAllKeys, type Keys, type Shape } from '../plan/shape';
import type { ShapeFacts } from './choose-strategy';
import { whyNotScan } from './why-not-scan';

const FORWARDED = 'The engine forwards every predicate over a pooled connection.';
const NO_PASSTHROUGH = 'This ClickHouse runs no passthrough queries (26.7 or newer has them).';
const NO_PASSTHROUGH_HERE = 'This service runs no passthrough queries here.';

/** The facts that differ from one kind of shape to another. */
type OwnFacts = Pick<ShapeFacts, 'whyNotScan' | 'whyScan' | 'isInServiceSql' | 'mayFallBack'>;

/** The facts of a shape whose strategy is chosen before any of them is looked at. */
const UNASKED: OwnFacts = {
  whyNotScan: null,
  whyScan: FORWARDED,
  isInServiceSql: false,
  mayFallBack: false,
};

/**
 * The facts that the choice of a strategy depends on. `context` is that of the service of the
 * shape's table.
 */
export function shapeFacts(shape: Shape, context: PlanningContext): ShapeFacts {
  const { dialect } = context.queries;
  const spansServices = 'rows' in shape ? rowsSpan(shape.rows) : groupsSpan(shape.groups);
  const runsInSource = dialect.inSource !== undefined;
  const passthrough = passthroughOf(context);
  const own = spansServices || runsInSource ? UNASKED : ownFacts(shape, dialect, passthrough);
  return { spansServices, runsInSource, passthrough, ...own };
}

function passthroughOf({ passthrough, queries }: PlanningContext): ShapeFacts['passthrough'] {
  if (queries.dialect.passthrough === null || queries.passthroughSource === undefined)
    return 'NONE';
  return passthrough ? 'RUNS' : 'OFF';
}

function ownFacts(
  shape: Shape,
  dialect: SourceDialect,
  passthrough: ShapeFacts['passthrough'],
): OwnFacts {
  switch (shape.kind) {
    case 'rows':
    case 'groups':
      return dialect.passthrough === null
        ? withoutQueries(dialect)
        : requestFacts(shape, dialect, dialect.passthrough, passthrough);
    case 'keys':
      return keysFacts(shape, dialect);
    case 'keyedRows':
    case 'keyedGroups':
    case 'groupKeys':
      return keyedFacts(shape, dialect);
  }
}

function withoutQueries({ scan }: SourceDialect): OwnFacts {
  const why =
    scan.isLocal === true
      ? 'ClickHouse keeps the rows itself.'
      : 'The service has no query language of its own: ClickHouse evaluates what is left.';
  return { whyNotScan: why, whyScan: why, isInServiceSql: false, mayFallBack: false };
}

function requestFacts(
  request: DataRequest,
  dialect: SourceDialect,
  serviceSql: PassthroughDialect,
  passthrough: ShapeFacts['passthrough'],
): OwnFacts {
  const why =
    request.kind === 'rows'
      ? whyNotScan(request.rows, dialect)
      : request.groups.by.length === 0
        ? 'The service aggregates its rows itself.'
        : 'The service groups its rows itself.';
  const lacking = serviceSql.missing(request);
  return {
    whyNotScan: why,
    whyScan:
      why === null
        ? FORWARDED
        : lacking !== null && passthrough === 'RUNS'
          ? `The service has no ${lacking}: ClickHouse does it.`
          : NO_PASSTHROUGH,
    isInServiceSql: lacking === null,
    mayFallBack: true,
  };
}

/**
 * The service sorts out doubled keys. Nothing is gained by asking it to where each key occurs once.
 */
function keysFacts({ rows, keys }: Keys, dialect: SourceDialect): OwnFacts {
  const read = keys.map((column) => ({ kind: 'column', key: '', column }) as const);
  const why = isUniqueIn(rows.table, keys)
    ? whyNotScan({ ...rows, limit: null, fields: read }, dialect)
    : 'The service finds the distinct keys.';
  return {
    whyNotScan: why,
    whyScan: why === null ? FORWARDED : NO_PASSTHROUGH_HERE,
    isInServiceSql: dialect.keyed !== undefined,
    mayFallBack: false,
  };
}

function keyedFacts(
  shape: Extract<Shape, { kind: 'keyedRows' | 'keyedGroups' | 'groupKeys' }>,
  dialect: SourceDialect,
): OwnFacts {
  const all = whyAllKeys(shape);
  const why = all ?? whyNotKeyedScan(shape, dialect);
  return {
    whyNotScan: why,
    whyScan: all ?? (why === null ? FORWARDED : NO_PASSTHROUGH_HERE),
    isInServiceSql: dialect.keyed !== undefined && hasAll(shape, dialect),
    mayFallBack: shape.kind !== 'keyedRows' || all === undefined,
  };
}

function whyNotKeyedScan(
  shape: Extract<Shape, { kind: 'keyedRows' | 'keyedGroups' | 'groupKeys' }>,
  dialect: SourceDialect,
): string | null {
  switch (shape.kind) {
    case 'keyedRows':
      return whyNotScan(shape.rows, dialect) ?? whyNotPrinted(shape.keys, dialect);
    case 'keyedGroups':
      return 'The service aggregates the rows of each key itself.';
    case 'groupKeys':
      return 'The service finds the keys whose rows, taken together, fit.';
  }
}

/**
 * Tells whether the service's SQL has all of a shape. The distinct rows of each key are found by
 * ClickHouse.
 */
function hasAll(
  shape: Extract<Shape, { kind: 'keyedRows' | 'keyedGroups' | 'groupKeys' }>,
  { passthrough }: SourceDialect,
): boolean {
  if (passthrough === null) return false;
  if (shape.kind !== 'keyedRows')
    return (
      passthrough.missing({ kind: 'groups', field: '', result: 'LIST', groups: shape.groups }) ===
      null
    );
  const { rows } = shape;
  return (
    rows.distinctOn.length === 0 &&
    passthrough.missing({ kind: 'rows', field: '', result: 'LIST', rows }) === null
  );
}

function whyNotPrinted(keys: readonly RemoteColumn[], { scan }: SourceDialect): string | null {
  const unprintable = keys.find((column) => scan.value(column, sql`k0`) === null);
  return unprintable === undefined
    ? null
    : `Only the service can print \`${unprintable.fieldName}\` exactly.`;
}
