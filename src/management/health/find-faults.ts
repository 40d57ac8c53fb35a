import { GatewayError } from '../../errors/gateway-error';
import type { FaultSide, Integration, IntegrationError } from '../../model/integration';
import type { Service } from '../../model/service';
import { clickhouseString } from '../../sql/clickhouse-quoting';
import { joinSql, sql } from '../../sql/sql';
import {
  canReadThroughClickHouse,
  readerThroughClickHouse,
} from '../access/reader-through-clickhouse';
import { collectionName } from '../context/collection-name';
import { findFeedFaults } from './find-feed-faults';
import { connectorOf } from '../context/find-records';
import { refusedHosts } from '../access/host-allow-list';
import { listReaders, readerKey } from '../objects/list-readers';
import type { ManagementContext } from '../context/management-context';
import { namedCollectionExists } from '../objects/named-collection';
import { requiredReaders } from '../objects/required-readers';

export type Fault = Omit<IntegrationError, 'at'>;

/**
 * What is wrong with integrations of one service, by their id: objects that are gone from ClickHouse, and a service that
 * ClickHouse cannot read.
 *
 * @throws GatewayError CLICKHOUSE_UNAVAILABLE and the like: then nothing is known of them
 */
export async function findFaults(
  context: ManagementContext,
  service: Service,
  integrations: readonly Integration[],
  timeoutMs: number,
): Promise<ReadonlyMap<string, readonly Fault[]>> {
  const collection = collectionName(service);
  if (!(await namedCollectionExists(context, collection))) {
    const fault = missing(
      `The named collection "${collection}", and with it the credentials, is gone from ClickHouse. Give them again, with rotateCredentials.`,
    );
    return new Map(integrations.map(({ id }) => [id, [fault]]));
  }
  const access = await findAccessFault(context, service, timeoutMs);
  const gone = await findMissing(context, integrations, collection);
  const blocked = access.length > 0 ? [] : await findBlocked(context, integrations, timeoutMs);
  return new Map(
    integrations.map(({ id }) => [
      id,
      [
        ...(gone.get(id) ?? []),
        ...access,
        ...(blocked.find(([integration]) => integration === id)?.[1] ?? []),
      ],
    ]),
  );
}

/** Feeds that stand still, by the id of their integration. */
async function findBlocked(
  context: ManagementContext,
  integrations: readonly Integration[],
  timeoutMs: number,
): Promise<readonly (readonly [string, readonly Fault[]])[]> {
  const fed = integrations.filter(({ id }) =>
    context.registry
      .current()
      .tablesOfIntegration(id)
      .some(({ feed }) => feed !== undefined),
  );
  return Promise.all(
    fed.map(
      async (integration) =>
        [integration.id, await findFeedFaults(context, integration, timeoutMs)] as const,
    ),
  );
}

async function findMissing(
  context: ManagementContext,
  integrations: readonly Integration[],
  collection: string,
): Promise<ReadonlyMap<string, readonly Fault[]>> {
  const names = [
    collection,
    ...integrations.flatMap(({ databases }) => databases.map(({ name }) => name)),
  ];
  // system.databases connects to no remote database, unlike system.tables.
  const rows = await context.clickhouse.rows<{ readonly name: string }>(
    sql`SELECT name FROM system.databases WHERE name IN (${joinSql(names.map(clickhouseString), ', ')})`,
  );
  const databases = new Set(rows.map(({ name }) => name));
  const readers = new Set((await listReaders(context, [collection])).map(readerKey));
  return new Map(
    integrations.map(({ id, databases: made }) => {
      const goneDatabases = made.filter(({ name }) => !databases.has(name)).map(({ name }) => name);
      const goneReaders = context.registry
        .current()
        .tablesOfIntegration(id)
        .flatMap(requiredReaders)
        .filter((object) => !readers.has(readerKey(object)))
        .map(({ database, name }) => `${database}.${name}`);
      const names = [...goneDatabases, ...goneReaders];
      return [
        id,
        names.length === 0
          ? []
          : [
              missing(
                `${shorten(names)} ${names.length === 1 ? 'is' : 'are'} gone from ClickHouse. resumeIntegration makes what is missing again.`,
              ),
            ],
      ];
    }),
  );
}

/** Without passthrough queries nothing cheap is known that asks the service, so it is not asked. */
async function findAccessFault(
  context: ManagementContext,
  service: Service,
  timeoutMs: number,
): Promise<readonly Fault[]> {
  const connector = connectorOf(context, service);
  if (
    !canReadThroughClickHouse(context, connector) ||
    refusedHosts(context, service, connector).length > 0
  )
    return [];
  try {
    await connector.access.probe(
      readerThroughClickHouse(
        context,
        { connector, address: service.address, collection: collectionName(service) },
        timeoutMs,
      ),
      service.address,
    );
    return [];
  } catch (error) {
    if (!(error instanceof GatewayError) || !error.code.startsWith('SERVICE_')) throw error;
    return [{ code: error.code, message: accessMessage(error, service), likelyCause: 'SERVICE' }];
  }
}

function accessMessage(error: GatewayError, { name }: Service): string {
  if (error.code === 'SERVICE_TIMEOUT') return `The service "${name}" does not answer in time.`;
  if (error.code === 'SERVICE_UNREACHABLE')
    return `ClickHouse cannot connect to the service "${name}": it is down or out of reach, or refuses its stored credentials. testConnection with credentials tells which.`;
  return `The service "${name}" fails the simplest statement.`;
}

function missing(message: string): Fault {
  return {
    code: 'CLICKHOUSE_OBJECT_MISSING',
    message,
    likelyCause: 'CLICKHOUSE' satisfies FaultSide,
  };
}

function shorten(names: readonly string[]): string {
  return names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');
}
