import { Field, Float, ObjectType } from 'type-graphql';
import type { ConnectionRefusal } from '../../src/connectors/contract/access';
import { ConnectionRefusalEnum } from '../enums/service-enums';

@ObjectType('ConnectionTest', {
  description: 'What came of trying credentials. A refusal is an answer, not an error.',
})
export class ConnectionTestObject {
  @Field(() => Boolean, { description: 'Whether the service let the account in.' })
  ok: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'The version that the service tells; null when it refused.',
  })
  serverVersion: string | null;

  @Field(() => ConnectionRefusalEnum, {
    nullable: true,
    description: 'Why it refused; null when it did not.',
  })
  refusal: ConnectionRefusal | null;

  @Field(() => String, {
    nullable: true,
    description: 'What to do about the refusal; null when there is none.',
  })
  message: string | null;

  @Field(() => Float, { description: 'How long the test took, in milliseconds.' })
  latencyMs: number;
}
