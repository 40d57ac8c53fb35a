import {
  Kind,
  type ASTNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * How much an operation asks for, by its text: no field is looked up, and `@skip` and `@include`
 * change nothing.
 */
export interface OperationSize {
  /** Root fields; several with one name in the response count once. */
  readonly rootFields: number;
  /**
   * Fields with a selection of their own that are given another name in the response. Aliases of
   * columns are not counted, because they cost next to nothing.
   */
  readonly aliases: number;
  /** docs/reference/limits.md says what counts for how much. Without the members of variables. */
  readonly cost: number;
}

/** Every field costs 1, a root field 10 more, and a field with a selection of its own 5 more. */
const ROOT_FIELD_COST = 10;
const RELATED_COST = 5;

type FindFragment = (name: string) => FragmentDefinitionNode | null | undefined;
interface Sums {
  readonly aliases: number;
  readonly cost: number;
}

const NOTHING: Sums = { aliases: 0, cost: 0 };

/** Introspection does not count. What fragments hold counts wherever they are spread. */
export function measureOperation(
  operation: OperationDefinitionNode,
  findFragment: FindFragment,
): OperationSize {
  const { aliases, cost } = measureSelections(operation.selectionSet, findFragment, new Map());
  const rootFields = new Set<string>();
  collectNames(operation.selectionSet, findFragment, rootFields, new Set());
  return { rootFields: rootFields.size, aliases, cost: cost + rootFields.size * ROOT_FIELD_COST };
}

/** The names in the response. */
function collectNames(
  selectionSet: SelectionSetNode,
  findFragment: FindFragment,
  names: Set<string>,
  seen: Set<string>,
): void {
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FIELD) {
      if (!selection.name.value.startsWith('__'))
        names.add(selection.alias?.value ?? selection.name.value);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      collectNames(selection.selectionSet, findFragment, names, seen);
    } else if (!seen.has(selection.name.value)) {
      seen.add(selection.name.value);
      const fragment = findFragment(selection.name.value);
      if (fragment) collectNames(fragment.selectionSet, findFragment, names, seen);
    }
  }
}

/**
 * Members below this depth are not counted: copying the variables refuses such values later, and
 * counting them by recursion would end the stack.
 */
const MAX_COUNTED_DEPTH = 250;

/** Members of objects in the values of variables: they add to the cost as those in the text do. */
export function countMembers(value: unknown, depth = 0): number {
  if (typeof value !== 'object' || value === null || depth > MAX_COUNTED_DEPTH) return 0;
  const inner = Object.values(value).reduce<number>(
    (sum, member) => sum + countMembers(member, depth + 1),
    0,
  );
  return inner + (Array.isArray(value) ? 0 : Object.keys(value).length);
}

function measureSelections(
  selectionSet: SelectionSetNode,
  findFragment: FindFragment,
  measured: Map<string, Sums>,
): Sums {
  return selectionSet.selections.reduce<Sums>((sums, selection) => {
    switch (selection.kind) {
      case Kind.FIELD: {
        if (selection.name.value.startsWith('__')) return sums;
        const own =
          1 +
          (selection.arguments ?? []).reduce(
            (sum, argument) => sum + countObjectFields(argument.value),
            0,
          );
        if (selection.selectionSet === undefined) return add(sums, { aliases: 0, cost: own });
        const below = measureSelections(selection.selectionSet, findFragment, measured);
        return add(sums, {
          aliases: below.aliases + (selection.alias === undefined ? 0 : 1),
          cost: below.cost + own + RELATED_COST,
        });
      }
      case Kind.INLINE_FRAGMENT:
        return add(sums, measureSelections(selection.selectionSet, findFragment, measured));
      case Kind.FRAGMENT_SPREAD:
        return add(sums, measureFragment(selection.name.value, findFragment, measured));
    }
  }, NOTHING);
}

/**
 * Measures a fragment once, however often it is spread. A fragment that spreads itself is refused
 * by another rule; here it counts as nothing.
 */
function measureFragment(
  name: string,
  findFragment: FindFragment,
  measured: Map<string, Sums>,
): Sums {
  const known = measured.get(name);
  if (known !== undefined) return known;
  measured.set(name, NOTHING);
  const fragment = findFragment(name);
  const sums = fragment
    ? measureSelections(fragment.selectionSet, findFragment, measured)
    : NOTHING;
  measured.set(name, sums);
  return sums;
}

function countObjectFields(value: ASTNode): number {
  if (value.kind === Kind.LIST)
    return value.values.reduce((sum, item) => sum + countObjectFields(item), 0);
  if (value.kind !== Kind.OBJECT) return 0;
  return value.fields.reduce((sum, field) => sum + 1 + countObjectFields(field.value), 0);
}

function add(a: Sums, b: Sums): Sums {
  return { aliases: a.aliases + b.aliases, cost: a.cost + b.cost };
}
