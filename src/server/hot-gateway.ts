import type {
  GatewayExecutor, GatewayInterface, GatewayLoadResult, GatewaySchemaLoadOrUpdateCallback, GatewayUnsubscriber,
} from '@apollo/server-gateway-interface';
import { assertValidSchema, type ExecutionResult, type GraphQLSchema } from 'graphql';
import type { GraphSchemas } from '../graph/graph-schemas';
import { copyVariables } from './copy-variables';
import { executeOperation } from './execute-operation';

/**
 * Lets Apollo Server change its schema while it serves: a request keeps the schemas it began with to its end, and
 * the next one gets the new ones.
 */
export class HotGateway implements GatewayInterface {
  readonly #callbacks = new Set<GatewaySchemaLoadOrUpdateCallback>();
  /** By public schema, so that a request in flight finds the schemas of its own moment. */
  readonly #schemas = new WeakMap<GraphQLSchema, GraphSchemas>();
  #current: GraphSchemas;

  constructor(schemas: GraphSchemas) {
    this.#current = schemas;
    this.#remember(schemas);
  }

  get current(): GraphSchemas {
    return this.#current;
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
    return () => { this.#callbacks.delete(callback); };
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
    const publicSchema = request.schema;
    const schemas = this.#schemas.get(publicSchema) ?? { publicSchema, executionSchema: publicSchema };
    const result = await executeOperation(schemas, {
      document: request.document,
      contextValue: request.context,
      variableValues: copyVariables(request.request.variables ?? {}),
      operationName: request.request.operationName,
    });
    return withoutOverflow(result);
  };

  #remember(schemas: GraphSchemas): void {
    // Apollo Server validates the public schema itself, when it is announced.
    assertValidSchema(schemas.executionSchema);
    this.#schemas.set(schemas.publicSchema, schemas);
  }
}

/** Of unusable variables graphql-js tells 50, and then that there are more: in an error without a code, which would pass for a defect of ours. */
function withoutOverflow(result: ExecutionResult): ExecutionResult {
  return result.data === undefined && result.errors !== undefined ? { ...result, errors: result.errors.slice(0, 50) } : result;
}

function announce(callback: GatewaySchemaLoadOrUpdateCallback, schemas: GraphSchemas): void {
  callback({ apiSchema: schemas.publicSchema, coreSupergraphSdl: '' });
}
