import {
  GraphQLError,
  type ASTVisitor,
  type OperationDefinitionNode,
  type ValidationRule,
} from 'graphql';
import { GatewayError } from '../../errors/gateway-error';
import type { Settings } from '../settings/settings';
import { limitDepth } from './depth-limit';
import { countMembers, measureOperation } from './operation-size';

/** What operations must keep beside the rules of GraphQL, before anything is run. */
export interface OperationLimits {
  /** Limits on the text of an operation, run when it is validated. */
  readonly rules: readonly ValidationRule[];
  /**
   * Checks the cost of a validated operation with its variables.
   * @throws GatewayError QUERY_TOO_COSTLY
   */
  assertCost(operation: OperationDefinitionNode, variables: unknown): void;
  /** True where `assertCost` throws nothing. */
  isAffordable(operation: OperationDefinitionNode, variables: unknown): boolean;
}

export type LimitSettings = Pick<Settings, 'maxDepth' | 'maxRootFields' | 'maxAliases' | 'maxCost'>;

export function createOperationLimits(settings: LimitSettings): OperationLimits {
  const costs = new WeakMap<OperationDefinitionNode, number>();
  const limitSize: ValidationRule = (context): ASTVisitor => ({
    OperationDefinition(operation) {
      const { rootFields, aliases, cost } = measureOperation(operation, (name) =>
        context.getFragment(name),
      );
      costs.set(operation, cost);
      const error =
        tooMany('root fields', rootFields, settings.maxRootFields, 'TRIBUTARY_MAX_ROOT_FIELDS') ??
        tooMany('aliases', aliases, settings.maxAliases, 'TRIBUTARY_MAX_ALIASES') ??
        tooCostly(cost, settings.maxCost);
      if (error !== null)
        context.reportError(
          new GraphQLError(error.message, { nodes: operation, originalError: error }),
        );
    },
  });
  const costOf = (operation: OperationDefinitionNode, variables: unknown): number =>
    (costs.get(operation) ?? 0) + countMembers(variables) - countOwn(variables);
  return {
    rules: [limitDepth(settings.maxDepth), limitSize],
    assertCost: (operation, variables) => {
      const error = tooCostly(costOf(operation, variables), settings.maxCost);
      if (error !== null) throw error;
    },
    isAffordable: (operation, variables) => costOf(operation, variables) <= settings.maxCost,
  };
}

/** The variables themselves are no members of a value. */
function countOwn(variables: unknown): number {
  return typeof variables === 'object' && variables !== null ? Object.keys(variables).length : 0;
}

function tooMany(what: string, count: number, limit: number, setting: string): GatewayError | null {
  if (count <= limit) return null;
  return new GatewayError(
    'QUERY_TOO_COMPLEX',
    `The operation has ${count} ${what}; ${setting} allows ${limit}. Send several ` +
      'operations, or raise the setting.',
    { details: { setting } },
  );
}

function tooCostly(cost: number, limit: number): GatewayError | null {
  if (cost <= limit) return null;
  const setting = 'TRIBUTARY_MAX_COST';
  return new GatewayError(
    'QUERY_TOO_COSTLY',
    `The operation costs ${cost}; ${setting} allows ${limit}. Ask for less at once, or ` +
      'raise the setting.',
    { details: { setting, cost } },
  );
}
