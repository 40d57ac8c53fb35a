import { readdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, execute, parse, validate } from 'graphql';
import { connectorFor } from '../../src/connectors/list';
import { buildGraphSchemas } from '../../src/graph/schema/build-graph-schemas';
import { RawJson } from '../../src/model/raw-json';
import type { DataRequest } from '../../src/model/selection/data-request';
import type { PlannedStatement } from '../../src/planning/plan/planned-statement';
import { planStatement } from '../../src/planning/strategy/plan-statement';
import { GOLDEN_SNAPSHOT } from '../fixtures/golden-snapshot';
import { readerContext } from '../fixtures/reader-context';

/**
 * One folder for each case: `query.graphql` is planned for a ClickHouse with passthrough queries and for one without;
 * `plan.txt` is what must come out. UPDATE_GOLDEN=1 writes the files anew: read the difference before you commit it.
 */
const cases = readdirSync(__dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const management = buildSchema('type Query { unused: Int } type Mutation { unused: Int }');

test('there are golden cases', () => {
  expect(cases.length).toBeGreaterThan(10);
});

test.each(cases)('%s', async (name) => {
  const folder = join(__dirname, name);
  const query = readFileSync(join(folder, 'query.graphql'), 'utf8');
  const plans = [await planOf(query, true), await planOf(query, false)];
  const text = plans
    .map((plan, index) =>
      render(index === 0 ? 'with passthrough queries' : 'without passthrough queries', plan),
    )
    .join('\n');
  const file = join(folder, 'plan.txt');
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(text);
});

async function planOf(query: string, passthrough: boolean): Promise<PlannedStatement | string> {
  const requests: DataRequest[] = [];
  const { publicSchema, executionSchema } = buildGraphSchemas(
    management,
    GOLDEN_SNAPSHOT,
    async (request) => {
      requests.push(request);
      return new RawJson(Buffer.from('null'));
    },
    { newMark: () => 'mark' },
  );
  const document = parse(query);
  expect(validate(publicSchema, document)).toEqual([]);
  const result = await execute({
    schema: executionSchema,
    document,
    contextValue: readerContext(),
  });
  expect(result.errors).toBeUndefined();
  const [request] = requests;
  if (request === undefined || requests.length !== 1)
    throw new Error('a golden case asks one data field');
  const { serviceId, integrationId } =
    request.kind === 'rows' ? request.rows.table : request.groups.table;
  const [service, integration] = [
    GOLDEN_SNAPSHOT.service(serviceId),
    GOLDEN_SNAPSHOT.integration(integrationId),
  ];
  if (service === undefined || integration === undefined) throw new Error('no service');
  try {
    return planStatement(request, () => ({
      service,
      queries: connectorFor(service.type).queries,
      collection: integration.namedCollection,
      passthrough,
    }));
  } catch (error) {
    return String(error);
  }
}

function render(title: string, plan: PlannedStatement | string): string {
  if (typeof plan === 'string') return `# ${title}\nrefused: ${plan}\n`;
  const lines = (label: string, values: readonly string[]) =>
    values.map((value) => `${label}: ${value}`);
  return [
    `# ${title}`,
    `strategy: ${plan.strategy} (${plan.why})`,
    `clickhouse: ${plan.statement.text}`,
    ...lines('service receives', plan.received),
    ...lines('pushed', plan.pushed),
    ...lines('remaining', plan.remaining),
    '',
  ].join('\n');
}
