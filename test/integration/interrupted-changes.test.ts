import type { ClickHouse } from '../../src/clickhouse/clickhouse';
import { GatewayError } from '../../src/errors/gateway-error';
import type { ManagementContext } from '../../src/management/context/management-context';
import { deleteIntegration } from '../../src/management/integrations/delete-integration';
import { pauseIntegration } from '../../src/management/integrations/pause-integration';
import { resumeIntegration } from '../../src/management/integrations/resume-integration';
import { setUpManagedDatabases } from '../../src/management/integrations/set-up-managed-databases';
import { updateGrants } from '../../src/management/integrations/update-grants';
import { updateManagedDatabases } from '../../src/management/integrations/update-managed-databases';
import { reconcile } from '../../src/management/recovery/reconcile';
import { createService } from '../../src/management/services/create-service';
import { deleteService } from '../../src/management/services/delete-service';
import { rotateCredentials } from '../../src/management/services/rotate-credentials';
import { updateService } from '../../src/management/services/update-service';
import { createRemoteTable } from '../../src/management/tables/create-remote-table';
import { deleteRemoteTable } from '../../src/management/tables/delete-remote-table';
import { refreshRemoteTable } from '../../src/management/tables/refresh-remote-table';
import { sql, type Sql } from '../../src/sql/sql';
import type { TestClickHouse } from '../helpers/gateway/start-test-clickhouse';
import { findDisagreements } from '../helpers/kills/find-disagreements';
import {
  addressOf,
  administrator,
  DATABASES,
  type Life,
  type LifecycleWorld,
  login,
  queryAs,
  readAll,
  READER,
  requestTable,
  setUpLife,
  startLifecycleWorld,
  withGrants,
} from '../helpers/kills/lifecycle-world';
import type { PostgresqlServer } from '../servers/postgresql-server';

/**
 * A gateway whose ClickHouse goes away at one step of a change: for good, as when the gateway is
 * killed, or for one statement.
 */

let world: LifecycleWorld;
let first: PostgresqlServer;
let second: PostgresqlServer;
let engine: TestClickHouse;

beforeAll(async () => {
  world = await startLifecycleWorld();
  ({ first, second, engine } = world);
}, 120_000);

afterAll(() => world?.stop(), 60_000);

afterEach(() => world.clear());

describe('a gateway whose ClickHouse goes away', () => {
  interface Change {
    readonly run: (context: ManagementContext, life: Life) => Promise<unknown>;
    /** May be repeated after it was complete. */
    readonly isRepeatable?: boolean;
    /**
     * Has one managed database only, where another change that has two makes all objects anew in
     * the same way.
     */
    readonly isNarrow?: boolean;
    /** One is left on the server only where the service's record names it. */
    readonly makesAccounts?: boolean;
    readonly prepare?: (context: ManagementContext, life: Life) => Promise<unknown>;
    /** Takes back what it did, if it did: setting up anew for each statement would take minutes. */
    readonly undo?: (context: ManagementContext, life: Life) => Promise<unknown>;
  }

  const move = (context: ManagementContext, server: PostgresqlServer): Promise<unknown> =>
    updateService(context, 'shop', {
      name: 'shop',
      location: 'EXTERNAL',
      addresses: addressOf(server),
    });
  const change = (
    context: ManagementContext,
    { databases }: Life,
    wanted: typeof DATABASES,
  ): Promise<unknown> =>
    updateManagedDatabases(context, databases.id, { databases: wanted, topicTables: null });
  const ordersOf = (context: ManagementContext, { databases }: Life) =>
    context.registry
      .current()
      .tablesOfIntegration(databases.id)
      .find((each) => each.remote.schema === 'sales')!;
  const exposed = (context: ManagementContext, { credentials }: Life, name: string) =>
    context.registry
      .current()
      .tablesOfIntegration(credentials.id)
      .find((each) => each.name === name);
  const stateOf = (context: ManagementContext, { databases }: Life) =>
    context.registry.current().integration(databases.id)?.state;
  const addColumn = (): Promise<void> =>
    first.execute(sql`ALTER TABLE sales.orders ADD COLUMN IF NOT EXISTS more text`, 'shop');
  const dropColumn = (): Promise<void> =>
    first.execute(sql`ALTER TABLE sales.orders DROP COLUMN IF EXISTS more`, 'shop');

  const CHANGES: Readonly<Record<string, Change>> = {
    setUpManagedDatabases: {
      run: (context) =>
        createService(context, {
          name: 'new',
          location: 'EXTERNAL',
          addresses: addressOf(first),
        }).then(() =>
          setUpManagedDatabases(context, {
            service: 'new',
            credentials: READER,
            databases: DATABASES,
            topicTables: null,
            expose: null,
          }),
        ),
      undo: async (context) =>
        context.registry.current().serviceNamed('new') === undefined
          ? null
          : deleteService(context, 'new', { force: true }),
    },
    rotateCredentials: {
      isRepeatable: true,
      run: (context) => rotateCredentials(context, 'shop', login('other', 'other-password')),
    },
    'rotateCredentials with provision': {
      isRepeatable: true,
      makesAccounts: true,
      isNarrow: true,
      run: (context) => rotateCredentials(context, 'shop', administrator(first)),
    },
    updateService: {
      isRepeatable: true,
      isNarrow: true,
      run: (context) => move(context, second),
      undo: async (context) =>
        context.registry.current().serviceNamed('shop')?.address['port'] === first.port
          ? null
          : move(context, first),
    },
    updateManagedDatabases: {
      isRepeatable: true,
      run: (context, life) =>
        change(context, life, [DATABASES[0]!, { database: 'shop', schema: 'stock' }]),
      undo: async (context, life) =>
        ordersOf(context, life) === undefined ? change(context, life, DATABASES) : null,
    },
    updateGrants: {
      isRepeatable: true,
      run: (context, { credentials }) => updateGrants(context, credentials.id, ['c', 'b']),
      prepare: (context, { credentials }) => updateGrants(context, credentials.id, ['a', 'b']),
      undo: (context, { credentials }) => updateGrants(context, credentials.id, ['a', 'b']),
    },
    pauseIntegration: {
      isRepeatable: true,
      run: (context, { databases }) => pauseIntegration(context, databases.id),
      undo: async (context, life) =>
        stateOf(context, life) === 'PAUSED' ? resumeIntegration(context, life.databases.id) : null,
    },
    resumeIntegration: {
      isRepeatable: true,
      run: (context, { databases }) => resumeIntegration(context, databases.id),
      prepare: (context, { databases }) => pauseIntegration(context, databases.id),
      undo: (context, { databases }) => pauseIntegration(context, databases.id),
    },
    refreshRemoteTable: {
      isRepeatable: true,
      run: (context, life) => refreshRemoteTable(context, ordersOf(context, life).id),
      prepare: addColumn,
      undo: async (context, life) => {
        if (!ordersOf(context, life).columns.some(({ name }) => name === 'more')) return;
        await dropColumn();
        await refreshRemoteTable(context, ordersOf(context, life).id);
        await addColumn();
      },
    },
    createRemoteTable: {
      run: (context) => createRemoteTable(context, 'shop', requestTable('customer')),
      undo: async (context, life) => {
        const made = exposed(context, life, 'customer');
        if (made !== undefined) await deleteRemoteTable(context, made.id);
      },
    },
    deleteRemoteTable: {
      run: (context, life) => deleteRemoteTable(context, exposed(context, life, 'people')!.id),
      undo: async (context, life) =>
        exposed(context, life, 'people') === undefined
          ? createRemoteTable(context, 'shop', requestTable('people', { table: 'customer' }))
          : null,
    },
    deleteIntegration: {
      run: (context, { databases }) => deleteIntegration(context, databases.id, { force: true }),
    },
    deleteService: { run: (context) => deleteService(context, 'shop', { force: true }) },
  };
  const REPEATABLE = Object.keys(CHANGES).filter((name) => CHANGES[name]?.isRepeatable);

  /**
   * Fails the n-th statement that changes something, and, when it is dead, everything from there
   * on. What only reads changes nothing, so a gateway that dies before it leaves the same as one
   * that dies before the next change.
   */
  function failing(clickhouse: ClickHouse, n: number, which: 'dead' | 'once') {
    let count = 0;
    const run: ClickHouse['run'] = async (statement, options) => {
      count += 1;
      if (which === 'dead' ? count >= n : count === n)
        throw new GatewayError(
          which === 'dead' ? 'CLICKHOUSE_UNAVAILABLE' : 'CLICKHOUSE_QUERY_FAILED',
          which,
        );
      return clickhouse.run(statement, options);
    };
    const rows = async <T>(statement: Sql, options?: object): Promise<readonly T[]> => {
      if (which === 'once') count += 1;
      if (which === 'dead' ? count >= n : count === n)
        throw new GatewayError(
          which === 'dead' ? 'CLICKHOUSE_UNAVAILABLE' : 'CLICKHOUSE_QUERY_FAILED',
          which,
        );
      return clickhouse.rows<T>(statement, options);
    };
    return { clickhouse: { ...clickhouse, run, rows }, hasFailed: () => count >= n };
  }

  /** A context whose ClickHouse fails after it was opened. */
  async function openFailing(real: ClickHouse, n: number, which: 'dead' | 'once') {
    const given = { ...real };
    const context = await world.open(given);
    const { clickhouse, hasFailed } = failing(real, n, which);
    Object.assign(given, clickhouse);
    return { context, hasFailed, repair: () => Object.assign(given, real) };
  }

  /** The service as every round begins with it: undone, or set up anew where that was removed. */
  async function begin(
    context: ManagementContext,
    { prepare, undo, isNarrow }: Change,
    former: Life | null,
  ): Promise<Life> {
    await context.registry.load();
    if (
      former !== null &&
      [former.databases, former.credentials].every(
        ({ id }) => context.registry.current().integration(id) !== undefined,
      )
    ) {
      await undo?.(context, former);
      return former;
    }
    for (const { name } of context.registry.current().services)
      await deleteService(context, name, { force: true });
    const life = await setUpLife(
      world,
      context,
      'shop',
      READER,
      isNarrow === true ? DATABASES.slice(0, 1) : DATABASES,
    );
    await prepare?.(context, life);
    return life;
  }

  const disagreements = async (context: ManagementContext) =>
    findDisagreements(engine.clickhouse, context.registry.current());
  const rolesOf = async (): Promise<readonly unknown[]> =>
    (
      await queryAs(
        first,
        first.username,
        first.password,
        sql`SELECT rolname AS name FROM pg_roles WHERE rolname LIKE 'tributary%'`,
      )
    ).rows.map((row) => row['name']);

  beforeAll(() =>
    first.execute(
      sql`CREATE ROLE other LOGIN PASSWORD 'other-password'; GRANT pg_read_all_data TO other`,
    ),
  );
  afterEach(() => dropColumn());

  test.each(Object.keys(CHANGES))(
    'for good at any step of %s leaves nothing half made',
    async (name) => {
      const { run, isRepeatable, makesAccounts } = CHANGES[name]!;
      const older = await rolesOf();
      const granted = new Set<string>();
      const real = withGrants(engine.clickhouse, granted);
      const keeper = await world.open(real);
      let life: Life | null = null;
      for (let n = 1, isComplete = false; !isComplete; n += 1) {
        life = await begin(keeper, CHANGES[name]!, life);
        const { context, hasFailed } = await openFailing(real, n, 'dead');
        await run(context, life).then(
          () => {
            isComplete = !hasFailed();
          },
          (error: unknown) => {
            if (!hasFailed()) throw error;
          },
        );

        const next = await world.open(real);
        await reconcile(next);
        expect(await disagreements(next)).toEqual([]);
        const { integrations } = next.registry.current();
        const grants = integrations
          .filter(({ state }) => state !== 'PAUSED')
          .flatMap((integration) => integration.grants);
        expect([...granted].toSorted()).toEqual([...grants].toSorted());
        if (!integrations.some(({ state }) => state === 'PAUSED'))
          for (const service of ['shop', 'new'])
            expect([...new Set(await readAll(world, next, service)), 'ok']).toEqual(
              expect.not.arrayContaining(['CLICKHOUSE_QUERY_FAILED', 'SERVICE_UNREACHABLE']),
            );
        const { accounts = [] } = next.registry.current().serviceNamed('shop') ?? {};
        if (makesAccounts === true)
          expect(
            (await rolesOf()).filter(
              (role) => !older.includes(role) && !accounts.includes(String(role)),
            ),
          ).toEqual([]);
        // It can be done again, whatever was left.
        if (isComplete || isRepeatable !== true) continue;
        await run(next, life);
        expect(await disagreements(next)).toEqual([]);
      }
    },
    240_000,
  );

  test.each(REPEATABLE)(
    'at one statement of %s that fails settles what that left before it answers',
    async (name) => {
      const real = withGrants(engine.clickhouse, new Set());
      const keeper = await world.open(real);
      let life: Life | null = null;
      for (let n = 1, isComplete = false; !isComplete; n += 1) {
        life = await begin(keeper, CHANGES[name]!, life);
        const { context, hasFailed, repair } = await openFailing(real, n, 'once');
        await CHANGES[name]!.run(context, life).catch(() => undefined);
        isComplete = !hasFailed();
        repair();
        expect(await disagreements(context)).toEqual([]);
      }
    },
    240_000,
  );
});
