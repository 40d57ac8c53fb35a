import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  GraphQLSchema,
  isEnumType,
  Kind,
  parse,
  validate,
  type DocumentNode,
  type FieldNode,
  OperationTypeNode,
  type OperationDefinitionNode,
} from 'graphql';
import { getVariableValues } from 'graphql/execution/values';
import { buildManagementSchema } from '../../../schema/build-management-schema';
import { SERVICE_TYPES } from '../../../src/model/service';
import { readDocuments, type MarkdownDocument } from '../../architecture/documents';
import { ROOT } from '../../architecture/source-files';

/**
 * Examples of the documents are GraphQL, and those of the management API fit its schema, with their
 * variables. What they ask of data is run by test/e2e/querying-docs.test.ts where the demo has the
 * tables.
 */
interface Example {
  /** e.g. `docs/services/s3.md:17` */
  readonly place: string;
  readonly query: string;
  /** What the text gives behind it; null: nothing. */
  readonly variables: Readonly<Record<string, unknown>> | null;
}

const SCHEMA = buildManagementSchema();
const EXAMPLES = readDocuments().flatMap(listExamples);

test('there are examples of both kinds', () => {
  expect(EXAMPLES.length).toBeGreaterThan(50);
  expect(EXAMPLES.filter(({ variables }) => variables !== null).length).toBeGreaterThan(12);
});

test.each(SERVICE_TYPES.map((type) => type.toLowerCase().replaceAll('_', '-')))(
  'the page of %s registers a service and sets it up, with variables',
  (page) => {
    const queries = EXAMPLES.filter(
      ({ place, variables }) => place.startsWith(`docs/services/${page}.md:`) && variables !== null,
    ).map(({ query }) => query);
    expect(queries.some((query) => query.includes('createService('))).toBe(true);
    expect(queries.some((query) => query.includes('setUpManaged'))).toBe(true);
  },
);

test('the page of the management API names all that its schema has', () => {
  const page = readFileSync(join(ROOT, 'docs/reference/management-api.md'), 'utf8');
  const names = [
    ...Object.keys(SCHEMA.getQueryType()?.getFields() ?? {}),
    ...Object.keys(SCHEMA.getMutationType()?.getFields() ?? {}),
    ...serviceTypes(),
  ];
  expect(names.length).toBeGreaterThan(25);
  expect(names.filter((name) => !page.includes(`\`${name}`))).toEqual([]);
});

test.each(EXAMPLES)('$place', ({ query, variables }) => {
  const document = parse(query);
  for (const operation of document.definitions)
    if (operation.kind === Kind.OPERATION_DEFINITION)
      expect(problemsOf(document, operation, variables)).toEqual([]);
});

function serviceTypes(): readonly string[] {
  const type = SCHEMA.getType('ServiceType');
  return isEnumType(type) ? type.getValues().map(({ name }) => name) : [];
}

/**
 * Blocks of GraphQL, with the JSON that follows at once; and what commands read behind `<<'END'`.
 */
function listExamples({ path, blocks }: MarkdownDocument): readonly Example[] {
  return blocks.flatMap((block, index) => {
    const place = `${path}:${block.line}`;
    if (block.language === 'bash') {
      return [...block.text.matchAll(/<<'END'\n(.*?)\nEND$/gms)].map(([, body = '']) => {
        const [query = '', variables] = body.split('\n---\n');
        return {
          place,
          query,
          variables: variables === undefined ? null : parseVariables(variables),
        };
      });
    }
    if (block.language !== 'graphql') return [];
    const next = blocks[index + 1];
    const isNext =
      next?.language === 'json' && next.line === block.line + block.text.split('\n').length + 3;
    const variables = isNext ? parseVariables(next.text) : null;
    return [{ place, query: block.text, variables }];
  });
}

function parseVariables(text: string): Readonly<Record<string, unknown>> {
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}

/**
 * Of what an operation asks of the management API: whatever a mutation has, and those fields of a
 * query that are its own.
 */
function problemsOf(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Example['variables'],
): readonly string[] {
  const own = SCHEMA.getQueryType()?.getFields() ?? {};
  const selections = operation.selectionSet.selections.filter(
    (each): each is FieldNode =>
      each.kind === Kind.FIELD &&
      (operation.operation === OperationTypeNode.MUTATION || each.name.value in own),
  );
  if (selections.length === 0) return [];
  const definitions = document.definitions.map((each) =>
    each === operation
      ? { ...operation, selectionSet: { ...operation.selectionSet, selections } }
      : each,
  );
  const problems = validate(SCHEMA, { ...document, definitions }).map(({ message }) => message);
  return [...problems, ...problemsOfVariables(SCHEMA, operation, variables)];
}

function problemsOfVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Example['variables'],
): readonly string[] {
  if (variables === null) return [];
  const named = new Set(
    (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value),
  );
  const unknown = Object.keys(variables)
    .filter((name) => !named.has(name))
    .map((name) => `no variable ${name}`);
  const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  return [...unknown, ...(errors ?? []).map(({ message }) => message)];
}
