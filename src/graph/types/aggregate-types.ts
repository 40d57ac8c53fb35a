import {
  GraphQLFloat,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
  type GraphQLFieldConfigMap,
  type GraphQLScalarType,
} from 'graphql';
import type { RemoteColumn, ScalarName } from '../../model/remote-table';
import {
  AGGREGATED_SCALARS,
  simpleFunctionsOf,
  type SimpleFunctionName,
} from '../model/aggregate-functions';
import { SCALARS } from '../scalars/scalars';
import { scalarFilterOf } from './filter-inputs';
import { ORDER_DIRECTION } from './order-direction';

/**
 * The aggregates of one column, their conditions and their orders: one set for each scalar, shared
 * by all tables.
 */
export interface AggregateTypes {
  readonly output: GraphQLObjectType;
  readonly filter: GraphQLInputObjectType;
  readonly orderBy: GraphQLInputObjectType;
}

const DESCRIPTIONS: Readonly<Record<SimpleFunctionName, string>> = {
  _sum: 'The sum, which does not overflow.',
  _avg:
    'The average. Of whole numbers and decimals it is exact, rounded to six digits more than ' +
    'the column has behind the point.',
  _min: 'The smallest value.',
  _max: 'The greatest value.',
  _any: 'A value of one of the rows.',
  _countDistinct: 'How many different values there are.',
  _uniq:
    'How many different values there are, where a service can estimate that cheaper: within ' +
    'two percent. Exact on all others.',
  _stddev:
    'The standard deviation of a sample; null for fewer than two values. Its last digits ' +
    'depend on the order of the rows.',
  _variance:
    'The variance of a sample; null for fewer than two values. Its last digits depend on the ' +
    'order of the rows.',
};

const TYPES: ReadonlyMap<ScalarName, AggregateTypes> = new Map(
  AGGREGATED_SCALARS.map((name) => [name, aggregateTypes(name)]),
);

/** @throws Error for a column of JSON */
export function aggregateTypesFor(column: RemoteColumn): AggregateTypes {
  const types = TYPES.get(column.scalar);
  if (types === undefined) throw new Error(`${column.scalar} is not aggregated`);
  return types;
}

function aggregateTypes(name: ScalarName): AggregateTypes {
  const functions = Object.entries(simpleFunctionsOf(name)) as [SimpleFunctionName, ScalarName][];
  const described = (
    type: (result: ScalarName) => GraphQLInputObjectType | typeof ORDER_DIRECTION,
  ) =>
    Object.fromEntries(
      functions.map(([field, result]) => [
        field,
        { type: type(result), description: DESCRIPTIONS[field] },
      ]),
    );
  return {
    output: new GraphQLObjectType({
      name: `${name}Aggregate`,
      description:
        `Aggregates of ${name} values. Rows whose value is null do not count, nor do NaN and ` +
        'infinity; without any row there is no value but 0 for counts.',
      fields: { ...simpleFields(functions), ...positionFields(name) },
    }),
    filter: new GraphQLInputObjectType({
      name: `${name}AggregateFilter`,
      description: `Conditions on aggregates of ${name} values; all that are given must hold.`,
      fields: described(scalarFilterOf),
    }),
    orderBy: new GraphQLInputObjectType({
      name: `${name}AggregateOrderBy`,
      description: `One aggregate of ${name} values to order by.`,
      fields: described(() => ORDER_DIRECTION),
    }),
  };
}

function simpleFields(
  functions: readonly (readonly [SimpleFunctionName, ScalarName])[],
): GraphQLFieldConfigMap<unknown, unknown> {
  return Object.fromEntries(
    functions.map(([field, result]) => {
      const isCount = field === '_countDistinct' || field === '_uniq';
      return [
        field,
        {
          type: isCount ? new GraphQLNonNull(SCALARS[result]) : SCALARS[result],
          description: DESCRIPTIONS[field],
        },
      ];
    }),
  );
}

/** Functions whose result depends on the place of a value among the others. */
function positionFields(name: ScalarName): GraphQLFieldConfigMap<unknown, unknown> {
  const type = SCALARS[name];
  const by = {
    by: {
      type: new GraphQLNonNull(GraphQLString),
      description: 'The field name of another column of the table.',
    },
  };
  return {
    ...(name === 'Boolean' ? {} : quantileFields(type)),
    _topK: {
      type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(type))),
      args: { k: { type: GraphQLInt, defaultValue: 10, description: 'At most this many.' } },
      description:
        'The most frequent values, the most frequent first; of those that are equally ' +
        'frequent the smallest first.',
    },
    _argMin: {
      type,
      args: by,
      description:
        'The value beside the smallest value of another column; of several the smallest.',
    },
    _argMax: {
      type,
      args: by,
      description:
        'The value beside the greatest value of another column; of several the greatest.',
    },
  };
}

function quantileFields(type: GraphQLScalarType): GraphQLFieldConfigMap<unknown, unknown> {
  const level = new GraphQLNonNull(GraphQLFloat);
  return {
    _quantile: {
      type,
      args: { level: { type: level, description: 'From 0 to 1: 0.5 is the median.' } },
      description:
        'The first value that at least this share of the values is not greater than: ' +
        'always one of them.',
    },
    _quantiles: {
      type: new GraphQLNonNull(new GraphQLList(type)),
      args: {
        levels: {
          type: new GraphQLNonNull(new GraphQLList(level)),
          description: 'Each from 0 to 1.',
        },
      },
      description: '`_quantile` for several levels at once.',
    },
  };
}
