import { Field, ObjectType } from 'type-graphql';
import { BigIntScalar } from '../../src/graph/scalars/big-int';

@ObjectType('DeletionImpact', {
  description: 'What deleting an integration would remove. The service itself is never touched.',
})
export class DeletionImpactObject {
  @Field(() => [String], { description: 'ClickHouse databases that would be dropped.' })
  databases: readonly string[];

  @Field(() => [String], {
    description: 'Remote tables that would leave the data API, as `database.name`.',
  })
  remoteTables: readonly string[];

  @Field(() => [String], {
    description: 'Relationships that would leave the data API, as `Type.field`.',
  })
  relationships: readonly string[];

  @Field(() => BigIntScalar, {
    description: 'Rows kept in ClickHouse that would be lost. Remote rows never are.',
  })
  persistedRows: number;
}
