import { randomUUID } from 'node:crypto';
import { CONNECTORS } from '../../src/connectors/list';
import { openProbe } from '../../src/management/access/credential-probe';
import {
  createManagementContext,
  type ManagementContext,
} from '../../src/management/context/management-context';
import { reconcile } from '../../src/management/recovery/reconcile';
import { deleteService } from '../../src/management/services/delete-service';
import type { Service } from '../../src/model/service';
import { createRegistry } from '../../src/registry/registry';
import { putService } from '../../src/registry/registry-change';
import { sql } from '../../src/sql/sql';
import { Secret } from '../../src/util/secret';
import { startTestClickHouse, type TestClickHouse } from '../helpers/gateway/start-test-clickhouse';

/**
 * Credentials that are tried in a collection of their own, and what a gateway leaves that is killed
 * meanwhile.
 */
let engine: TestClickHouse;
let management: ManagementContext;

const CREATED_AT = '2026-01-01T00:00:00.000000Z';
const SERVICE: Service = {
  id: 'service-metrics',
  name: 'metrics',
  type: 'CLICKHOUSE',
  location: 'MANAGED',
  address: { host: '127.0.0.1', port: 1, database: 'web', secure: false },
  createdAt: CREATED_AT,
  updatedAt: CREATED_AT,
};
const ENTRIES = [
  { key: 'host', value: '127.0.0.1', overridable: false },
  { key: 'password', value: new Secret('s3cret'), overridable: false },
];

/** As another gateway over the same ClickHouse. */
async function open(): Promise<void> {
  const registry = createRegistry(engine.clickhouse);
  await registry.ensure();
  await registry.load();
  management = createManagementContext({
    registry,
    clickhouse: engine.clickhouse,
    features: await engine.clickhouse.readFeatures(),
    connectors: CONNECTORS,
    settings: { allowedHosts: null, sourcePoolSize: 4, connectTimeoutMs: 1_000 },
    reservedNames: new Set(),
    now: () => new Date(),
    newId: randomUUID,
  });
}

const collections = async () =>
  (
    await engine.clickhouse.rows<{ name: string }>(
      sql`SELECT name FROM system.named_collections ORDER BY name`,
    )
  ).map(({ name }) => name);
const isProbing = () => management.registry.current().serviceNamed('metrics')?.isProbing ?? false;

beforeAll(async () => {
  engine = await startTestClickHouse();
  await open();
}, 30_000);
afterAll(() => engine.stop());
beforeEach(() => management.registry.write([putService(SERVICE)]));

test('they are gone when they were tried, and so is the mark', async () => {
  const probe = await openProbe(management, SERVICE, ENTRIES);
  expect([await collections(), isProbing()]).toEqual([[probe.collection], true]);
  await probe.close();
  expect([await collections(), isProbing()]).toEqual([[], false]);
});

test('a gateway that was killed meanwhile leaves them to the next one', async () => {
  await openProbe(management, SERVICE, ENTRIES);
  await open();
  expect([(await collections()).length, isProbing()]).toEqual([1, true]);
  await reconcile(management);
  expect([await collections(), isProbing()]).toEqual([[], false]);
});

test('they are tried again over what was left, and a service that is deleted takes them along', async () => {
  await openProbe(management, SERVICE, ENTRIES);
  await openProbe(management, SERVICE, ENTRIES);
  await deleteService(management, 'metrics', { force: false });
  expect([await collections(), management.registry.current().services]).toEqual([[], []]);
});
