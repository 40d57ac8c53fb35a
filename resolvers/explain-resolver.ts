import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { ExplanationObject } from '../schema/types/explanation-object';
import type { Explanation } from '../src/reading/request/explanation';
import { JsonScalar } from '../src/graph/scalars/json';
import type { ManagementRequestContext } from './management-request-context';
import { toVariables } from './to-variables';

@Resolver()
export class ExplainResolver {
  @Query(() => ExplanationObject, {
    description:
      'The plan of the data fields of a query. No statement is run: no service and no table is touched.',
  })
  explain(
    @Ctx() context: ManagementRequestContext,
    @Arg('query', () => String, { description: 'The document, as it would be sent.' })
    query: string,
    @Arg('variables', () => JsonScalar, {
      nullable: true,
      description: 'Its variables, an object.',
    })
    variables?: unknown,
    @Arg('operationName', () => String, {
      nullable: true,
      description: 'Which query of the document; left out: its only one.',
    })
    operationName?: string | null,
  ): Promise<Explanation> {
    return context.explain(
      { query, variables: toVariables(variables), operationName: operationName ?? null },
      context,
    );
  }
}
