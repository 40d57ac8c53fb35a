import { Field, ObjectType } from 'type-graphql';
import { BigIntScalar } from '../../src/graph/scalars/big-int';
import type { CatalogTableKind } from '../../src/model/remote-table';
import { CatalogTableKindEnum } from '../enums/remote-table-enums';
import { RemoteTableObject } from './remote-table-object';

@ObjectType('CatalogTable', { description: 'A table, view, topic or object that a service holds.' })
export class CatalogTableObject {
  @Field(() => String, {
    nullable: true,
    description: 'The remote schema it is in; null where the service has none.',
  })
  schema: string | null;

  @Field(() => String, { description: 'Its name in the service.' })
  name: string;

  @Field(() => CatalogTableKindEnum, { description: 'What kind of thing it is.' })
  kind: CatalogTableKind;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Rows by the service's own statistics; null when it has none.",
  })
  rowEstimate: number | null;

  @Field(() => RemoteTableObject, {
    nullable: true,
    description: 'The oldest remote table that exposes it; null when it is not exposed.',
  })
  exposedAs: RemoteTableObject | null;

  @Field(() => [RemoteTableObject], {
    description: 'All remote tables that expose it, oldest first; empty when it is not exposed.',
  })
  exposedAsAll: readonly RemoteTableObject[];
}
