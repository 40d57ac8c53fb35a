import { ArgsType, Field } from 'type-graphql';
import { JsonScalar } from '../../src/graph/scalars/json';

@ArgsType()
export class ExplainArguments {
  @Field(() => String, { description: 'The document, as it would be sent.' })
  query: string;

  @Field(() => JsonScalar, { nullable: true, description: 'Its variables, an object.' })
  variables?: unknown;

  @Field(() => String, {
    nullable: true,
    description: 'Which query of the document; left out: its only one.',
  })
  operationName?: string | null;
}
