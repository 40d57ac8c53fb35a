import {
  getNamedType,
  getOperationAST,
  GraphQLError,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type ExecutionResult,
} from 'graphql';
import { RAW_JSON } from '../../graph/fields/data-field';
import type { GraphSchemas } from '../../graph/schema/graph-schemas';
import type { Explain, OperationText, Refusal } from '../../reading/request/explanation';
import type { PlanReport } from '../../reading/request/plan-report';
import { GatewayError } from '../../errors/gateway-error';
import { findGatewayError } from '../errors/format-error';
import { redactMessage } from '../errors/redact-message';
import { MAX_TOKENS } from './apollo';
import { copyVariables } from './copy-variables';
import { executeOperation, selectRootFields } from './execute-operation';
import type { OperationLimits } from './operation-limits';

export interface ExplainOptions {
  readonly schemas: () => GraphSchemas;
  readonly limits: OperationLimits;
}

/**
 * Reads an operation as Apollo Server does, and has its data fields planned; what else it asks for
 * is left out.
 */
export function createExplain({ schemas, limits }: ExplainOptions): Explain {
  return async (operation, context) => {
    const { publicSchema, executionSchema } = schemas();
    const document = parseValid(operation, publicSchema, limits);
    const fields = executionSchema.getQueryType()?.getFields() ?? {};
    const reduced = selectRootFields(
      { publicSchema, executionSchema },
      toArguments(operation, document),
      (name) => getNamedType(fields[name]?.type) === RAW_JSON,
    );
    if (reduced === null)
      throw new GatewayError(
        'INVALID_INPUT',
        'There is no such query, or its variables do not fit it. A document with several ' +
          'operations needs `operationName`; mutations have no plan.',
      );
    const plans: PlanReport[] = [];
    const contextValue = { ...context, isExplained: true, plans };
    const result = await executeOperation(
      { publicSchema, executionSchema },
      { ...toArguments(operation, reduced), contextValue },
    );
    return {
      statements: plans,
      refusals: (result.errors ?? []).map((error) => toRefusal(error, result)),
    };
  };
}

function parseValid(
  { query, variables, operationName }: OperationText,
  schema: GraphSchemas['publicSchema'],
  limits: OperationLimits,
): DocumentNode {
  try {
    const document = parse(query, { maxTokens: MAX_TOKENS });
    const [error] = validate(schema, document, [...specifiedRules, ...limits.rules]);
    if (error !== undefined) throw error;
    const definition = getOperationAST(document, operationName);
    if (definition) limits.assertCost(definition, variables);
    return document;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw findGatewayError(error) ?? invalid(error);
  }
}

function toArguments({ variables, operationName }: OperationText, document: DocumentNode) {
  return { document, variableValues: copyVariables(variables), operationName };
}

/** @throws the error itself where it is about the variables, and not about a field */
function toRefusal(error: GraphQLError, result: ExecutionResult): Refusal {
  const known = findGatewayError(error);
  if (result.data === undefined) throw known ?? invalid(error);
  if (known === undefined) throw error;
  return { field: String(error.path?.[0] ?? ''), code: known.code, message: known.message };
}

function invalid(error: GraphQLError): GatewayError {
  return new GatewayError(
    'INVALID_INPUT',
    `The operation cannot be explained. ${redactMessage(error.message)}`,
  );
}
