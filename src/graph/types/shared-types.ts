import { GraphQLFloat, GraphQLID, GraphQLInt, GraphQLString, type GraphQLNamedType } from 'graphql';
import type { RemoteColumn } from '../../model/remote-table';
import { isAggregated } from '../model/aggregate-functions';
import type { DataModel } from '../model/data-model';
import { hasNodeIds } from '../model/node-id';
import { primaryKeyOf } from '../model/primary-key';
import { SCALARS } from '../scalars/scalars';
import { aggregateTypesFor } from './aggregate-types';
import { chosenColumns } from './column-enum';
import { PAGE_INFO } from './connection-types';
import { filterInputFor, scalarFilterOf } from './filter-inputs';
import { TIME_BUCKET } from './group-types';
import { NODE_TYPE } from './node-type';
import { ORDER_DIRECTION } from './order-direction';
import { distinctKinds, tableMembers } from './table-members';

/** The types of no single table that at least one of these tables uses. */
export function sharedTypesOf(model: DataModel): readonly GraphQLNamedType[] {
  if (model.tables.length === 0) return [];
  const some = (holds: (table: DataModel['tables'][number]) => boolean): boolean =>
    model.tables.some(holds);
  return [
    ...distinctKinds(model.tables.flatMap((table) => tableMembers(table).kinds)).flatMap(
      typesOfColumn,
    ),
    ORDER_DIRECTION,
    SCALARS.BigInt,
    scalarFilterOf('BigInt'),
    GraphQLInt,
    ...(some(({ columns }) => chosenColumns(columns).length > 0)
      ? [TIME_BUCKET, GraphQLString, GraphQLFloat]
      : []),
    ...(some((table) => primaryKeyOf({ table }) !== null) ? [PAGE_INFO] : []),
    ...(hasNodeIds(model) ? [NODE_TYPE, GraphQLID] : []),
  ];
}

function typesOfColumn(column: RemoteColumn): readonly GraphQLNamedType[] {
  const own = [SCALARS[column.scalar], filterInputFor(column)];
  if (!isAggregated(column)) return own;
  const { output, filter, orderBy } = aggregateTypesFor(column);
  return [...own, output, filter, orderBy];
}
