import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { ExplainArguments } from '../schema/inputs/explain-arguments';
import { ExplanationObject } from '../schema/types/explanation-object';
import { GatewayError } from '../src/errors/gateway-error';
import type { Explanation } from '../src/reading/request/explanation';
import type { ManagementRequestContext } from './management-request-context';

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

/** Variables as they are run with. @throws GatewayError INVALID_INPUT for anything but an object */
function toVariables(given: unknown): Readonly<Record<string, unknown>> {
  if (given === undefined || given === null) return {};
  if (typeof given === 'object' && !Array.isArray(given))
    return given as Readonly<Record<string, unknown>>;
  throw new GatewayError(
    'INVALID_INPUT',
    '`variables` must be an object, with a member for each variable.',
  );
}
