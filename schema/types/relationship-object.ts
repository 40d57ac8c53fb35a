import { Field, ID, ObjectType } from 'type-graphql';
import type { KeyCast, RelationshipKind } from '../../src/model/remote-table';
import { KeyCastEnum, RelationshipKindEnum } from '../enums/remote-table-enums';
import { RemoteTableObject } from './remote-table-object';

@ObjectType('ColumnPair', { description: 'Two columns whose values must be equal.' })
export class ColumnPairObject {
  @Field(() => String, {
    description: 'The column of the table that the relationship leads from, by its remote name.',
  })
  from: string;

  @Field(() => String, {
    description: 'The column of the table that it leads to, by its remote name.',
  })
  to: string;

  @Field(() => KeyCastEnum, {
    nullable: true,
    description:
      'What both values are turned into before they are compared; null: they compare as they are.',
  })
  castTo?: KeyCast;
}

@ObjectType('Relationship', {
  description:
    'An edge between two remote tables, seen from one side: a field of the type it leads from.',
})
export class RelationshipObject {
  @Field(() => ID, { description: 'The same as long as both tables are exposed.' })
  id: string;

  @Field(() => String, { description: 'The field on the type of the table that it leads from.' })
  name: string;

  @Field(() => RelationshipKindEnum, { description: 'How many rows it leads to.' })
  kind: RelationshipKind;

  @Field(() => RemoteTableObject, { description: 'The table that has the field.' })
  from: RemoteTableObject;

  @Field(() => RemoteTableObject, { description: 'The table that it leads to.' })
  to: RemoteTableObject;

  @Field(() => [ColumnPairObject], { description: 'The columns that join the two.' })
  columns: readonly ColumnPairObject[];

  @Field(() => Boolean, { description: 'Found as a foreign key of the service, not declared.' })
  discovered: boolean;
}
