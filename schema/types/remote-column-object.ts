import { Field, ObjectType } from 'type-graphql';

@ObjectType('RemoteColumn', { description: 'A column of a remote table.' })
export class RemoteColumnObject {
  @Field(() => String, { description: 'Its name in the service.' })
  name: string;

  @Field(() => String, { description: 'Its name in the data API.' })
  fieldName: string;

  @Field(() => String, {
    nullable: true,
    description:
      "Its type in the service's own words, e.g. `numeric(10,2)`; null when the column was " +
      'declared.',
  })
  remoteType: string | null;

  @Field(() => String, {
    description: 'The type that the ClickHouse engine table declares for it.',
  })
  clickhouseType: string;

  @Field(() => String, { description: 'Its type in the data API, e.g. `Int!` or `[String]`.' })
  graphqlType: string;

  @Field(() => Boolean, { description: 'Whether it may be null.' })
  nullable: boolean;

  @Field(() => String, { nullable: true, description: "The service's comment on it." })
  description: string | null;
}
