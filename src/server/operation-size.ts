import { Kind, type ASTNode, type FragmentDefinitionNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

/** How much an operation asks for, by its text: no field is looked up, and `@skip` and `@include` change nothing. */
export interface OperationSize {
  readonly rootFields: number;
  /** Fields that are given another name in the response. */
  readonly aliases: number;
  /** docs/querying.md says what counts for how much. Without the members of variables. */
  readonly cost: number;
}

/** Each field counts one; these count more. */
const ROOT_FIELD_COST = 10;
const RELATED_COST = 5;

type FindFragment = (name: string) => FragmentDefinitionNode | null | undefined;
interface Sums { readonly fields: number; readonly aliases: number; readonly cost: number }

const NOTHING: Sums = { fields: 0, aliases: 0, cost: 0 };

/** Introspection does not count. What fragments hold counts wherever they are spread. */
export function measureOperation(operation: OperationDefinitionNode, findFragment: FindFragment): OperationSize {
  const { fields, aliases, cost } = measureSelections(operation.selectionSet, findFragment, new Map());
  return { rootFields: fields, aliases, cost: cost + fields * ROOT_FIELD_COST };
}

/** Members of objects in the values of variables, at any depth: they add to the cost as those in the text do. */
export function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner = Object.values(value).reduce<number>((sum, member) => sum + countMembers(member), 0);
  return inner + (Array.isArray(value) ? 0 : Object.keys(value).length);
}

function measureSelections(selectionSet: SelectionSetNode, findFragment: FindFragment, measured: Map<string, Sums>): Sums {
  return selectionSet.selections.reduce<Sums>((sums, selection) => {
    switch (selection.kind) {
      case Kind.FIELD: {
        if (selection.name.value.startsWith('__')) return sums;
        const below = selection.selectionSet === undefined ? NOTHING : measureSelections(selection.selectionSet, findFragment, measured);
        const own = 1 + (selection.selectionSet === undefined ? 0 : RELATED_COST) + (selection.arguments ?? []).reduce((sum, argument) => sum + countObjectFields(argument.value), 0);
        return add(sums, { fields: 1, aliases: below.aliases + (selection.alias === undefined ? 0 : 1), cost: below.cost + own });
      }
      case Kind.INLINE_FRAGMENT:
        return add(sums, measureSelections(selection.selectionSet, findFragment, measured));
      case Kind.FRAGMENT_SPREAD:
        return add(sums, measureFragment(selection.name.value, findFragment, measured));
    }
  }, NOTHING);
}

/** Each fragment is measured once. Those that spread themselves are another rule's to refuse; here they just end. */
function measureFragment(name: string, findFragment: FindFragment, measured: Map<string, Sums>): Sums {
  const known = measured.get(name);
  if (known !== undefined) return known;
  measured.set(name, NOTHING);
  const fragment = findFragment(name);
  const sums = fragment ? measureSelections(fragment.selectionSet, findFragment, measured) : NOTHING;
  measured.set(name, sums);
  return sums;
}

function countObjectFields(value: ASTNode): number {
  if (value.kind === Kind.LIST) return value.values.reduce((sum, item) => sum + countObjectFields(item), 0);
  if (value.kind !== Kind.OBJECT) return 0;
  return value.fields.reduce((sum, field) => sum + 1 + countObjectFields(field.value), 0);
}

function add(a: Sums, b: Sums): Sums {
  return { fields: a.fields + b.fields, aliases: a.aliases + b.aliases, cost: a.cost + b.cost };
}
