import type { Aggregate } from '../../model/aggregate';
import type { RemoteColumn } from '../../model/remote-table';
import type { OrderDirection } from '../../model/selection/row-value';
import {
  isAggregated,
  SIMPLE_FUNCTIONS,
  type SimpleFunctionName,
} from '../model/aggregate-functions';
import type { TableNode } from '../model/data-model';
import { GatewayError } from '../../errors/gateway-error';
import { soleMember } from './sole-member';

type Arguments = Readonly<Record<string, unknown>>;

/** The longest list of most frequent values: whoever makes it keeps it in memory. */
const MAX_TOP = 1_000;
const MAX_LEVELS = 100;

export const COUNT: Aggregate = { kind: 'count' };

export function isSimpleFunction(name: string): name is SimpleFunctionName {
  return Object.hasOwn(SIMPLE_FUNCTIONS, name);
}

/**
 * An aggregate of a column, by the name of its field, e.g. `_quantile(level: 0.5)`.
 * @throws GatewayError INVALID_INPUT
 */
export function toAggregate(
  name: string,
  args: Arguments,
  column: RemoteColumn,
  node: TableNode,
): Aggregate {
  if (isSimpleFunction(name)) return { kind: 'simple', function: SIMPLE_FUNCTIONS[name], column };
  switch (name) {
    case '_quantile':
      return { kind: 'quantiles', column, levels: [toLevel(args['level'])], list: false };
    case '_quantiles':
      return { kind: 'quantiles', column, levels: toLevels(args['levels']), list: true };
    case '_topK':
      return { kind: 'topK', column, count: toTop(args['k']) };
    case '_argMin':
    case '_argMax':
      return {
        kind: 'argument',
        function: name === '_argMin' ? 'ARG_MIN' : 'ARG_MAX',
        column,
        by: toBy(args['by'], node),
      };
    default:
      throw new Error(`unknown aggregate ${name}`);
  }
}

/**
 * An aggregate to order by: `{_count: DESC}` or `{amount: {_sum: DESC}}`.
 * @throws GatewayError INVALID_INPUT
 */
export function toOrderedAggregate(
  entry: unknown,
  node: TableNode,
): { readonly aggregate: Aggregate; readonly direction: OrderDirection } {
  const [name, member] = soleMember('orderBy', entry);
  if (name === '_count') return { aggregate: COUNT, direction: member as OrderDirection };
  const column = node.columns.get(name);
  if (column === undefined) throw new Error(`no column ${name}`);
  const [aggregate, direction] = soleMember('orderBy', member);
  return {
    aggregate: toAggregate(aggregate, {}, column, node),
    direction: direction as OrderDirection,
  };
}

function toLevel(value: unknown): number {
  const level = value as number;
  if (level >= 0 && level <= 1) return level;
  throw new GatewayError(
    'INVALID_INPUT',
    'A level of a quantile is a number from 0 to 1: 0.5 is the median.',
  );
}

function toLevels(value: unknown): readonly number[] {
  const levels = value as readonly number[];
  if (levels.length === 0 || levels.length > MAX_LEVELS)
    throw new GatewayError('INVALID_INPUT', `\`levels\` has 1 to ${MAX_LEVELS} numbers.`);
  return levels.map(toLevel);
}

function toTop(value: unknown): number {
  const count = (value ?? 10) as number;
  if (count >= 1 && count <= MAX_TOP) return count;
  throw new GatewayError('INVALID_INPUT', `\`k\` is a number from 1 to ${MAX_TOP}.`);
}

function toBy(value: unknown, node: TableNode): RemoteColumn {
  const column = node.columns.get(value as string);
  if (column !== undefined && isAggregated(column)) return column;
  throw new GatewayError(
    'INVALID_INPUT',
    `\`by\` is the field name of a column of ${node.table.typeName} whose values can be ordered.`,
  );
}
