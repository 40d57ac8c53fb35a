import { Field, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../src/graph/scalars/date-time';
import type { FaultSide } from '../../src/model/integration';
import { FaultSideEnum } from '../enums/integration-enums';

@ObjectType('IntegrationError', { description: 'Something that is wrong with an integration.' })
export class IntegrationErrorObject {
  @Field(() => String, { description: 'A code of the error catalogue, as in `extensions.code`.' })
  code: string;

  @Field(() => String, { description: 'What is wrong and what to do.' })
  message: string;

  @Field(() => FaultSideEnum, { description: 'Where the cause most likely is.' })
  likelyCause: FaultSide;

  @Field(() => DateTimeScalar, { description: 'When it was seen.' })
  at: string;
}
