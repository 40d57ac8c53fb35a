import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, execute, parse, validate } from 'graphql';
import { connectorFor } from '../../src/connectors/list';
import { buildGraphSchemas } from '../../src/graph/schema/build-graph-schemas';
import type { PrintedKey } from '../../src/model/predicate/key-values';
import { RawJson } from '../../src/model/raw-json';
import type { ScalarName } from '../../src/model/remote-table';
import type { DataRequest } from '../../src/model/selection/data-request';
import { areTooMany } from '../../src/planning/cross-service/key-lookups';
import { planStitch } from '../../src/planning/cross-service/plan-stitch';
import type { PlannedStatement } from '../../src/planning/plan/planned-statement';
import type {
  FoundKeys,
  KeyLookup,
  ReadSteps,
  ReadScope,
} from '../../src/planning/plan/read-steps';
import { planRead } from '../../src/planning/plan-read';
import { planLookup, planStep } from '../../src/planning/plan-step';
import { readerContext } from '../fixtures/reader-context';
import { TWO_SERVICES_SNAPSHOT as SNAPSHOT } from '../fixtures/two-services-snapshot';

/**
 * One folder for each case: `query.graphql` is planned for a ClickHouse with passthrough queries and for one without, as if
 * every statement had found the keys of SAMPLES, or as many as the query says in a comment. UPDATE_GOLDEN=1 writes `plan.txt` anew: read the difference before you commit it.
 */
const cases = readdirSync(__dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const management = buildSchema('type Query { unused: Int } type Mutation { unused: Int }');
const SAMPLES: Readonly<Partial<Record<ScalarName, readonly (string | number)[]>>> = {
  Int: [1, 2, 3],
  BigInt: ['1', '2', '3'],
  String: ['plain', "it's", '0190c3a5-0000-7000-8000-000000000001'],
};

test('there are golden cases', () => {
  expect(cases.length).toBeGreaterThan(5);
});

test.each(cases)('%s', async (name) => {
  const folder = join(__dirname, name);
  const query = readFileSync(join(folder, 'query.graphql'), 'utf8');
  const [maxKeys = 10_000, found = 3] = (/# at most (\d+) keys, (\d+) found/.exec(query) ?? [])
    .slice(1)
    .map(Number);
  const request = await requestOf(query);
  const text = [true, false]
    .map((passthrough) => {
      const lines = [passthrough ? '# with passthrough queries' : '# without passthrough queries'];
      const scope = scopeOf(passthrough, maxKeys);
      describeRead(planRead(request, scope), scope, found, lines);
      return `${lines.join('\n')}\n`;
    })
    .join('\n');
  const file = join(folder, 'plan.txt');
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(text);
});

function scopeOf(passthrough: boolean, maxKeys: number): ReadScope {
  return {
    mark: 'mark',
    maxKeys,
    contextOf: (table) => {
      const service = SNAPSHOT.service(table.serviceId)!;
      return {
        service,
        queries: connectorFor(service.type).queries,
        collection: SNAPSHOT.integration(table.integrationId)!.namedCollection,
        passthrough,
      };
    },
  };
}

async function requestOf(query: string): Promise<DataRequest> {
  const requests: DataRequest[] = [];
  const { publicSchema, executionSchema } = buildGraphSchemas(
    management,
    SNAPSHOT,
    async (request) => {
      requests.push(request);
      return new RawJson(Buffer.from('null'));
    },
  );
  const document = parse(query);
  expect(validate(publicSchema, document)).toEqual([]);
  expect(
    (await execute({ schema: executionSchema, document, contextValue: readerContext() })).errors,
  ).toBeUndefined();
  const [request] = requests;
  if (request === undefined || requests.length !== 1)
    throw new Error('a golden case asks one data field');
  return request;
}

function describeRead(plan: ReadSteps, scope: ReadScope, count: number, lines: string[]): void {
  const found = describeLookups(plan.lookups, scope, count, lines);
  describeStatement(plan.field, planStep(plan, found, scope), lines);
  for (const stitch of plan.stitches) {
    const read = planStitch(stitch, sampleKeys(stitch.slotScalars, count), scope);
    if (read !== null) describeRead(read, scope, count, lines);
  }
}

function describeLookups(
  lookups: readonly KeyLookup[],
  scope: ReadScope,
  count: number,
  lines: string[],
): FoundKeys {
  return new Map(
    lookups.map((lookup): [string, readonly PrintedKey[]] => {
      const { id, field, edge, narrowed } = lookup;
      const found = describeLookups(lookup.lookups, scope, count, lines);
      describeStatement(field, planLookup(lookup, found, scope), lines);
      const keys = sampleKeys(
        edge.columns.map((pair) => pair.to.scalar),
        count,
      );
      if (narrowed !== undefined && areTooMany(lookup, keys))
        describeStatement(narrowed.field, planStep(narrowed, new Map(), scope), lines);
      return [id, keys];
    }),
  );
}

function sampleKeys(scalars: readonly ScalarName[], count: number): readonly PrintedKey[] {
  return Array.from({ length: count }, (_, index) =>
    scalars.map(
      (scalar) =>
        SAMPLES[scalar]?.[index] ??
        (scalar === 'BigInt' ? String(index + 1) : scalar === 'Int' ? index + 1 : null),
    ),
  );
}

function describeStatement(
  field: string,
  plan: PlannedStatement | string | null,
  lines: string[],
): void {
  lines.push('', `field: ${field}`);
  if (plan === null || typeof plan === 'string')
    return void lines.push('no statement: no row can satisfy the filter');
  lines.push(
    `service: ${plan.service}`,
    `strategy: ${plan.strategy} (${plan.why})`,
    `clickhouse: ${plan.statement.text}`,
  );
  for (const [label, values] of [
    ['service receives', plan.received],
    ['pushed', plan.pushed],
  ] as const)
    lines.push(...values.map((value) => `${label}: ${value}`));
  for (const { service, strategy, received, pushed } of plan.others ?? []) {
    lines.push(
      `further service: ${service} (${strategy})`,
      ...received.map((value) => `service receives: ${value}`),
      ...pushed.map((value) => `pushed: ${value}`),
    );
  }
  lines.push(...plan.remaining.map((value) => `remaining: ${value}`));
}
