import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { ExplainArguments } from '../schema/inputs/explain-arguments';
import { ExplanationObject } from '../schema/types/explanation-object';
import type { Explanation } from '../src/reading/request/explanation';
import type { ManagementRequestContext } from './management-request-context';
import { toVariables } from './to-variables';

@Resolver()
export class ExplainResolver {
  @Query(() => ExplanationObject, {
    description:
      'The plan of the data fields of a query. No statement is run: no service and no table ' +
      'is touched.',
  })
  explain(
    @Ctx() context: ManagementRequestContext,
    @Args() { query, variables, operationName = null }: ExplainArguments,
  ): Promise<Explanation> {
    return context.explain({ query, variables: toVariables(variables), operationName }, context);
  }
}
