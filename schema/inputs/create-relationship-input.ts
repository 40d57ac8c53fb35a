import { Field, ID, InputType } from 'type-graphql';
import type { KeyCast, RelationshipKind } from '../../src/model/remote-table';
import { KeyCastEnum, RelationshipKindEnum } from '../enums/remote-table-enums';

@InputType({
  description: 'Two columns whose values must be equal. A null value is equal to nothing.',
})
export class ColumnPairInput {
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
      'Needed where the types differ, such as text and uuid; Int and BigInt compare without.',
  })
  castTo?: KeyCast | null;
}

@InputType({
  description:
    'An edge from one remote table to another, of the same service or of another one. The ' +
    'way back is another relationship.',
})
export class CreateRelationshipInput {
  @Field(() => String, {
    description:
      'The field on the type of the first table. An ARRAY also takes the name with Aggregate ' +
      'behind it.',
  })
  name: string;

  @Field(() => RelationshipKindEnum, {
    description:
      'How many rows it leads to. OBJECT: the columns should be unique in the second table; ' +
      'of several rows one is taken.',
  })
  kind: RelationshipKind;

  @Field(() => ID, { description: 'The remote table that gets the field, by its id.' })
  fromTable: string;

  @Field(() => ID, { description: 'The remote table that it leads to, by its id.' })
  toTable: string;

  @Field(() => [ColumnPairInput], {
    description: 'The columns that join the two, 16 pairs at most; all must be equal.',
  })
  columns: ColumnPairInput[];
}
