import type {
  GatewayExecutor,
  GatewayInterface,
  GatewayLoadResult,
  GatewaySchemaLoadOrUpdateCallback,
  GatewayUnsubscriber,
} from '@apollo/server-gateway-interface';
import {
  assertValidSchema,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { GraphSchemas } from '../../graph/schema/graph-schemas';
import { copyVariables } from './copy-variables';
import { executeOperation, type Operation } from './execute-operation';
import { ValidatedQueries } from './validated-queries';

/** The member of a request's context with the result of an operation that was run already. */
export const ANSWERED = Symbol('answered');

interface AnsweredContext {
  readonly [ANSWERED]?: Promise<ExecutionResult>;
}

/** A query that Apollo Server has found valid in the schema of now. */
export interface RunnableQuery {
  readonly operation: OperationDefinitionNode;
  run(sent: Omit<Operation, 'document'>): Promise<ExecutionResult>;
}

/**
 * Lets Apollo Server change its schema while it serves: a request keeps the schemas it began with
 * to its end, and the next one gets the new ones.
 */
export class HotGateway implements GatewayInterface {
  readonly #callbacks = new Set<GatewaySchemaLoadOrUpdateCallback>();
  /** The schemas by their public one, by which a request in flight finds those it began with. */
  readonly #schemas = new WeakMap<GraphQLSchema, GraphSchemas>();
  readonly #validated = new ValidatedQueries();
  #current: GraphSchemas;

  constructor(schemas: GraphSchemas) {
    this.#current = schemas;
    this.#remember(schemas);
  }

  get current(): GraphSchemas {
    return this.#current;
  }

  findValidated(text: string, operationName: string | undefined): RunnableQuery | null {
    const schemas = this.#current;
    const known = this.#validated.find(schemas.publicSchema, text, operationName);
    return (
      known && {
        operation: known.operation,
        run: (sent) => run(schemas, { ...sent, document: known.document }),
      }
    );
  }

  /**
   * Serves the given schemas from now on.
   * @throws Error when a schema is invalid; the former ones go on serving
   */
  swap(next: GraphSchemas): void {
    this.#remember(next);
    for (const callback of this.#callbacks) announce(callback, next);
    this.#current = next;
  }

  onSchemaLoadOrUpdate(callback: GatewaySchemaLoadOrUpdateCallback): GatewayUnsubscriber {
    this.#callbacks.add(callback);
    return () => {
      this.#callbacks.delete(callback);
    };
  }

  /** Apollo Server requires that a schema is announced before this returns. */
  async load(): Promise<GatewayLoadResult> {
    for (const callback of this.#callbacks) announce(callback, this.#current);
    return { executor: this.#execute };
  }

  async stop(): Promise<void> {
    this.#callbacks.clear();
  }

  readonly #execute: GatewayExecutor = async (request) => {
    const answered = (request.context as AnsweredContext)[ANSWERED];
    if (answered !== undefined) return answered;
    const { query, variables, operationName } = request.request;
    const publicSchema = request.schema;
    if (query !== undefined) this.#validated.remember(publicSchema, query, request.document);
    return run(this.#schemas.get(publicSchema) ?? { publicSchema, executionSchema: publicSchema }, {
      document: request.document,
      contextValue: request.context,
      variableValues: variables,
      operationName,
    });
  };

  #remember(schemas: GraphSchemas): void {
    // Apollo Server validates the public schema itself, when it is announced.
    assertValidSchema(schemas.executionSchema);
    this.#schemas.set(schemas.publicSchema, schemas);
  }
}

/** Runs a valid operation with variables as they were received. */
async function run(schemas: GraphSchemas, operation: Operation): Promise<ExecutionResult> {
  return withoutOverflow(
    await executeOperation(schemas, {
      ...operation,
      variableValues: copyVariables(operation.variableValues ?? {}),
    }),
  );
}

/**
 * Leaves out the 51st error of unusable variables, with which graphql-js says that there are more:
 * it has no code, and would pass for a defect of ours.
 */
function withoutOverflow(result: ExecutionResult): ExecutionResult {
  return result.data === undefined && result.errors !== undefined
    ? { ...result, errors: result.errors.slice(0, 50) }
    : result;
}

function announce(callback: GatewaySchemaLoadOrUpdateCallback, schemas: GraphSchemas): void {
  callback({ apiSchema: schemas.publicSchema, coreSupergraphSdl: '' });
}
