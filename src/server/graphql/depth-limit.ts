import {
  GraphQLError,
  Kind,
  type ASTVisitor,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { GatewayError } from '../../errors/gateway-error';

/**
 * Refuses operations whose fields nest deeper than the limit; a root field has depth 1.
 * Introspection, which nests deep by nature (`ofType`) and reads no service, is not counted.
 */
export function limitDepth(maxDepth: number): ValidationRule {
  return (context): ASTVisitor => {
    const measured = new Map<string, number>();
    return {
      OperationDefinition(operation) {
        const depth = measureDepth(operation.selectionSet, context, measured);
        if (depth <= maxDepth) return;
        const message =
          `The operation nests ${depth} levels of fields; TRIBUTARY_MAX_DEPTH allows ` +
          `${maxDepth}. Ask for fewer levels, or raise the setting.`;
        context.reportError(
          new GraphQLError(message, {
            nodes: operation,
            originalError: new GatewayError('QUERY_TOO_DEEP', message, {
              details: { setting: 'TRIBUTARY_MAX_DEPTH', depth, maxDepth },
            }),
          }),
        );
      },
    };
  };
}

function measureDepth(
  selectionSet: SelectionSetNode,
  context: ValidationContext,
  measured: Map<string, number>,
): number {
  return Math.max(
    0,
    ...selectionSet.selections.map((selection) => {
      switch (selection.kind) {
        case Kind.FIELD:
          if (selection.name.value.startsWith('__')) return 0;
          return (
            1 +
            (selection.selectionSet ? measureDepth(selection.selectionSet, context, measured) : 0)
          );
        case Kind.INLINE_FRAGMENT:
          return measureDepth(selection.selectionSet, context, measured);
        case Kind.FRAGMENT_SPREAD:
          return measureFragment(context.getFragment(selection.name.value), context, measured);
      }
    }),
  );
}

/**
 * Measures a fragment once, however often it is spread. A fragment that spreads itself is refused
 * by another rule; here it counts as nothing.
 */
function measureFragment(
  fragment: FragmentDefinitionNode | null | undefined,
  context: ValidationContext,
  measured: Map<string, number>,
): number {
  if (!fragment) return 0;
  const name = fragment.name.value;
  const known = measured.get(name);
  if (known !== undefined) return known;
  measured.set(name, 0);
  const depth = measureDepth(fragment.selectionSet, context, measured);
  measured.set(name, depth);
  return depth;
}
