import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, execute, parse } from 'graphql';
import { connectorFor } from '../../../src/connectors/list';
import { buildGraphSchemas } from '../../../src/graph/schema/build-graph-schemas';
import type { PrintedKey } from '../../../src/model/predicate/key-values';
import { RawJson } from '../../../src/model/raw-json';
import type { ScalarName } from '../../../src/model/remote-table';
import type { DataRequest } from '../../../src/model/selection/data-request';
import { areTooMany } from '../../../src/planning/cross-service/key-lookups';
import { placeholderKeys } from '../../../src/planning/cross-service/placeholder-keys';
import { planStitch } from '../../../src/planning/cross-service/plan-stitch';
import { explainRead } from '../../../src/planning/explain-read';
import { planOverWarmTable } from '../../../src/planning/passthrough/warm-query';
import type { PlannedStatement } from '../../../src/planning/plan/planned-statement';
import {
  TOO_MANY,
  type FoundKeys,
  type KeyLookup,
  type ReadScope,
  type ReadSteps,
} from '../../../src/planning/plan/read-steps';
import { planRead } from '../../../src/planning/plan-read';
import { planLookup, planStep } from '../../../src/planning/plan-step';
import { planFallback } from '../../../src/planning/strategy/plan-fallback';
import type { RegistrySnapshot } from '../../../src/registry/snapshot';
import { GOLDEN_SNAPSHOT } from '../../fixtures/golden-snapshot';
import { readerContext } from '../../fixtures/reader-context';
import { TWO_SERVICES_SNAPSHOT } from '../../fixtures/two-services-snapshot';

/**
 * A plan that is stored and read back is the same plan: no closure and no identity of an object
 * stands in it. Each golden case is planned, and its statements are rendered from the plan itself
 * and from copies of every step of it.
 */
const CASES: readonly (readonly [string, string, RegistrySnapshot])[] = [
  ...casesOf('golden', GOLDEN_SNAPSHOT),
  ...casesOf('golden-across-services', TWO_SERVICES_SNAPSHOT),
];
const MANAGEMENT = buildSchema('type Query { unused: Int } type Mutation { unused: Int }');

type Copy = <T>(value: T) => T;

const COPIES: Readonly<Record<string, Copy>> = {
  JSON: (value) => JSON.parse(JSON.stringify(value)) as typeof value,
  structuredClone: (value) => structuredClone(value),
};

describe.each(CASES)('%s, %s', (folder, name, snapshot) => {
  const query = readFileSync(join(__dirname, '../..', folder, name, 'query.graphql'), 'utf8');
  const [maxKeys = 10_000, count = 3] = (/# at most (\d+) keys, (\d+) found/.exec(query) ?? [])
    .slice(1)
    .map(Number);

  test.each([true, false])('passthrough queries: %s', async (passthrough) => {
    const request = await requestOf(query, snapshot);
    const scope = scopeOf(snapshot, passthrough, maxKeys);
    const plan = planRead(request, scope);
    const wanted = textOf(() => readSteps(plan, (value) => value, scope, count));
    expect(wanted).not.toMatch(/^(Type)?Error/);
    const explained = textOf(() => explainRead(plan, scope));
    for (const copy of Object.values(COPIES)) {
      expect(textOf(() => readSteps(copy(plan), copy, scope, count))).toBe(wanted);
      expect(textOf(() => explainRead(copy(plan), scope))).toBe(explained);
    }
    expect(JSON.parse(JSON.stringify(plan))).toEqual(withoutUndefined(structuredClone(plan)));
  });
});

/** All that a reading of the steps would run, in order. */
function readSteps(
  steps: ReadSteps,
  copy: Copy,
  scope: ReadScope,
  count: number,
): readonly unknown[] {
  const lookups = steps.lookups.map((lookup) => readLookup(lookup, copy, scope, count));
  const statement = planStep(steps, foundBy(lookups), scope);
  const stitched = steps.stitches.map((stitch) => {
    const read = planStitch(copy(stitch), placeholderKeys(stitch.slotScalars, count), scope);
    return read === null ? null : readSteps(copy(read), copy, scope, count);
  });
  return [lookups, statement && withAlternatives(copy(statement), scope), stitched];
}

interface LookedUp {
  readonly id: string;
  readonly keys: readonly PrintedKey[];
  readonly statements: readonly unknown[];
}

function readLookup(lookup: KeyLookup, copy: Copy, scope: ReadScope, count: number): LookedUp {
  const inner = lookup.lookups.map((each) => readLookup(each, copy, scope, count));
  const scalars: readonly ScalarName[] = lookup.edge.columns.map((pair) => pair.to.scalar);
  const keys = placeholderKeys(scalars, count);
  const { narrowed } = lookup;
  const own = planLookup(lookup, foundBy(inner), scope);
  const statements: unknown[] = [inner, copy(own)];
  if (narrowed !== undefined && areTooMany(lookup, keys))
    statements.push(
      copy(planStep(copy(narrowed), new Map(), scope)),
      copy(planLookup(lookup, foundBy(inner), scope, keys.slice(0, 1))),
    );
  if (own !== null && own !== TOO_MANY) statements.push(withAlternatives(copy(own), scope));
  return { id: lookup.id, keys, statements };
}

function foundBy(lookups: readonly LookedUp[]): FoundKeys {
  return new Map(lookups.map(({ id, keys }) => [id, keys]));
}

/** A statement, what is run in its place, and what is run over a warm table. */
function withAlternatives(plan: PlannedStatement, { contextOf }: ReadScope): readonly unknown[] {
  const { fallback, warm } = plan;
  return [
    plan,
    fallback && textOf(() => planFallback(fallback, contextOf)),
    warm && planOverWarmTable(warm, 'warm-mark', contextOf(warm.table)),
  ];
}

/** What a function returns, or the error that it throws, as one text. */
function textOf(plan: () => unknown): string {
  try {
    return JSON.stringify(plan(), null, 1);
  } catch (error) {
    return String(error);
  }
}

/** JSON has no undefined: a member without a value is no member. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name, withoutUndefined(member)]),
  );
}

function casesOf(
  folder: string,
  snapshot: RegistrySnapshot,
): readonly (readonly [string, string, RegistrySnapshot])[] {
  return readdirSync(join(__dirname, '../..', folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => [folder, entry.name, snapshot] as const);
}

function scopeOf(snapshot: RegistrySnapshot, passthrough: boolean, maxKeys: number): ReadScope {
  return {
    mark: 'mark',
    maxKeys,
    contextOf: (table) => {
      const service = snapshot.service(table.serviceId);
      const integration = snapshot.integration(table.integrationId);
      if (service === undefined || integration === undefined) throw new Error('no service');
      return {
        service,
        queries: connectorFor(service.type).queries,
        collection: integration.namedCollection,
        passthrough,
        mark: 'request-mark',
        budget: { rows: 1_000_000_000, bytes: 1_000_000_000_000 },
        warmQueries: { version: 'v1', readTimeoutMs: 1000 },
      };
    },
  };
}

async function requestOf(query: string, snapshot: RegistrySnapshot): Promise<DataRequest> {
  const requests: DataRequest[] = [];
  const read = async (request: DataRequest): Promise<RawJson> => {
    requests.push(request);
    return new RawJson(Buffer.from('null'));
  };
  const { executionSchema } = buildGraphSchemas(MANAGEMENT, snapshot, read);
  const answer = await execute({
    schema: executionSchema,
    document: parse(query),
    contextValue: readerContext(),
  });
  expect(answer.errors).toBeUndefined();
  const [request] = requests;
  if (request === undefined) throw new Error('no request');
  return request;
}
