import {
  GraphQLBoolean,
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLString,
  type GraphQLInputFieldConfigMap,
} from 'graphql';
import { SCALAR_NAMES, type RemoteColumn, type ScalarName } from '../../model/remote-table';
import { SCALARS } from '../scalars/scalars';

const IS_NULL = {
  type: GraphQLBoolean,
  description: 'True: the value must be null. False: it must not be.',
};

/** The filter input of each scalar, which all tables share, e.g. `StringFilter`. */
const SCALAR_FILTERS = new Map(SCALAR_NAMES.map((name) => [name, scalarFilter(name)]));
const LIST_FILTERS = new Map(SCALAR_NAMES.map((name) => [name, listFilter(name)]));

/** The conditions on a single value, e.g. `DecimalFilter`. */
export function scalarFilterOf(name: ScalarName): GraphQLInputObjectType {
  const filter = SCALAR_FILTERS.get(name);
  if (filter === undefined) throw new Error(`no filter for ${name}`);
  return filter;
}

/** The filter input for a column: that of its scalar, or of lists of it. */
export function filterInputFor(column: RemoteColumn): GraphQLInputObjectType {
  const filter = (column.list ? LIST_FILTERS : SCALAR_FILTERS).get(column.scalar);
  if (filter === undefined) throw new Error(`no filter for ${column.scalar}`);
  return filter;
}

function scalarFilter(name: ScalarName): GraphQLInputObjectType {
  return new GraphQLInputObjectType({
    name: `${name}Filter`,
    description:
      `Conditions on a ${name} value; all that are given must hold. A comparison with a null ` +
      'value does not hold.',
    fields:
      name === 'JSON'
        ? { _isNull: IS_NULL }
        : {
            ...equality(name),
            ...(isOrdered(name) ? ranges(name) : {}),
            ...(name === 'String' ? textMatches() : {}),
          },
  });
}

function listFilter(name: ScalarName): GraphQLInputObjectType {
  return new GraphQLInputObjectType({
    name: `${name}ListFilter`,
    description:
      `Conditions on a list of ${name} values; all that are given must hold. A condition on a ` +
      'null list does not hold.',
    fields: name === 'JSON' ? { _isNull: IS_NULL } : { ...membership(name), _isNull: IS_NULL },
  });
}

function membership(name: ScalarName): GraphQLInputFieldConfigMap {
  const type = SCALARS[name];
  const list = new GraphQLList(new GraphQLNonNull(type));
  return {
    _has: { type, description: 'Has this value.' },
    _hasAny: {
      type: list,
      description: 'Has at least one of these values; of an empty list it has none.',
    },
    _hasAll: { type: list, description: 'Has all of these values, in any order and number.' },
    _eq: {
      type: new GraphQLList(type),
      description:
        'Has these values in this order, and no others; null stands for an element that is null.',
    },
  };
}

function isOrdered(name: ScalarName): boolean {
  return name !== 'Boolean';
}

function equality(name: ScalarName): GraphQLInputFieldConfigMap {
  const type = SCALARS[name];
  const list = new GraphQLList(new GraphQLNonNull(type));
  return {
    _eq: { type, description: 'Equal to.' },
    _neq: { type, description: 'Not equal to.' },
    _in: { type: list, description: 'Equal to one of the list; an empty list matches nothing.' },
    _nin: {
      type: list,
      description: 'Equal to none of the list; an empty list matches everything.',
    },
    _isNull: IS_NULL,
  };
}

function ranges(name: ScalarName): GraphQLInputFieldConfigMap {
  const type = SCALARS[name];
  const order = name === 'String' ? ' Text compares by its bytes in UTF-8.' : '';
  return {
    _gt: { type, description: `Greater than.${order}` },
    _gte: { type, description: `Greater than or equal to.${order}` },
    _lt: { type, description: `Less than.${order}` },
    _lte: { type, description: `Less than or equal to.${order}` },
  };
}

function textMatches(): GraphQLInputFieldConfigMap {
  const type = GraphQLString;
  return {
    _like: {
      type,
      description:
        'Matches the pattern: `%` any text, `_` one character, `\\` before one of these ' +
        'takes it literally, and itself at the end.',
    },
    _nlike: { type, description: 'Does not match the pattern of `_like`.' },
    _ilike: { type, description: 'Matches the pattern of `_like`, whatever the case.' },
    _nilike: { type, description: 'Does not match the pattern of `_ilike`.' },
    _startsWith: { type, description: 'Starts with this text.' },
    _endsWith: { type, description: 'Ends with this text.' },
    _contains: { type, description: 'Contains this text.' },
    _regex: {
      type,
      description:
        'Matches this regular expression somewhere: characters, `.`, `[...]`, `\\d \\w \\s` ' +
        '(ASCII), `( )`, `|`, `* + ? {n,m}`, `^` and `$`, which all services understand ' +
        'alike.',
    },
  };
}
