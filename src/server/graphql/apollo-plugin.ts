import type {
  ApolloServerPlugin,
  GraphQLRequest,
  GraphQLRequestListener,
  GraphQLResponse,
} from '@apollo/server';
import { GraphQLError, OperationTypeNode, type OperationDefinitionNode } from 'graphql';
import { ValidationSchema } from '../../graph/schema/validation-schema';
import type { RequestContext } from '../../reading/request/request-context';
import { GatewayError } from '../../errors/gateway-error';
import type { OperationLimits } from './operation-limits';

export interface ApolloPluginOptions {
  readonly limits: OperationLimits;
  /** Callers may know the names of types. */
  readonly suggestsTypes: boolean;
  /**
   * Filled with the request id of each error. Apollo Server's `formatError` is told of errors, but
   * not of their request, so that the id cannot stand in `RequestContext` alone.
   */
  readonly requestIds: WeakMap<object, string>;
}

/**
 * All that we do within Apollo Server's pipeline. One plugin with one object of hooks for all
 * requests: Apollo Server waits for each plugin's hooks in turn, whether they have something to do
 * or not.
 */
export function createApolloPlugin({
  limits,
  suggestsTypes,
  requestIds,
}: ApolloPluginOptions): ApolloServerPlugin<RequestContext> {
  const hooks: GraphQLRequestListener<RequestContext> = {
    didEncounterErrors: async ({ errors, contextValue }) => {
      for (const error of errors) requestIds.set(error, contextValue.requestId);
    },
    didResolveOperation: async ({ operation, request, contextValue }) => {
      if (operation === undefined) return;
      assertAllowed(operation, contextValue);
      assertAffordable(operation, request, limits);
    },
    ...(suggestsTypes ? { validationDidStart: listTypes } : {}),
    willSendResponse: async ({ contextValue, response }) => {
      if (contextValue.planRequested) showPlan(response, contextValue);
    },
  };
  return { requestDidStart: async () => hooks };
}

/** Refuses whole operations by their kind; who may use which field is for the resolvers to say. */
function assertAllowed({ operation }: OperationDefinitionNode, { caller }: RequestContext): void {
  // Over plain HTTP, Apollo Server would run a subscription like a query and answer null (seen on
  // 5.5.1).
  if (operation === OperationTypeNode.SUBSCRIPTION) {
    throw refuse(
      400,
      new GatewayError(
        'INVALID_INPUT',
        'Subscriptions are not supported. Send a query or a mutation.',
      ),
    );
  }
  // The data API has no mutations.
  if (operation === OperationTypeNode.MUTATION && caller.role !== 'ADMIN') {
    throw refuse(
      403,
      new GatewayError(
        'FORBIDDEN',
        'Mutations need the admin key. Send it as `Authorization: Bearer <key>`.',
      ),
    );
  }
}

/** Refuses an operation that costs too much with its variables. */
function assertAffordable(
  operation: OperationDefinitionNode,
  { variables }: GraphQLRequest,
  limits: OperationLimits,
): void {
  try {
    limits.assertCost(operation, variables);
  } catch (error) {
    throw error instanceof GatewayError ? refuse(400, error) : error;
  }
}

const refuse = (status: number, error: GatewayError): GraphQLError =>
  new GraphQLError(error.message, { originalError: error, extensions: { http: { status } } });

/** A name that does not exist is answered with those that are like it. */
const listTypes: NonNullable<
  GraphQLRequestListener<RequestContext>['validationDidStart']
> = async ({ schema, document }) => {
  const end = schema instanceof ValidationSchema ? schema.listTypesFor(document) : null;
  return async () => {
    end?.();
  };
};

function showPlan({ body }: GraphQLResponse, { plans }: RequestContext): void {
  if (body.kind === 'single')
    body.singleResult.extensions = { ...body.singleResult.extensions, plan: plans };
}
