import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLInt,
  GraphQLString,
  type GraphQLScalarType,
} from 'graphql';
import type { ScalarName } from '../../model/remote-table';
import { BigIntScalar } from './big-int';
import { DateScalar } from './date';
import { DateTimeScalar } from './date-time';
import { DecimalScalar } from './decimal';
import { JsonScalar } from './json';
import { LocalDateTimeScalar } from './local-date-time';
import { UuidScalar } from './uuid';

/**
 * The one instance of each scalar: the management API and the data API are parts of one GraphQL
 * schema.
 */
export const SCALARS: Readonly<Record<ScalarName, GraphQLScalarType>> = {
  Int: GraphQLInt,
  Float: GraphQLFloat,
  Boolean: GraphQLBoolean,
  String: GraphQLString,
  BigInt: BigIntScalar,
  Decimal: DecimalScalar,
  UUID: UuidScalar,
  DateTime: DateTimeScalar,
  LocalDateTime: LocalDateTimeScalar,
  Date: DateScalar,
  JSON: JsonScalar,
};
