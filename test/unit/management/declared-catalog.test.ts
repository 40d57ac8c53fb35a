import type { Connector } from '../../../src/connectors/contract/connector';
import { kafkaConnector } from '../../../src/connectors/kafka/kafka-connector';
import { openCatalog } from '../../../src/management/catalog/open-catalog';
import type { ManagementContext } from '../../../src/management/context/management-context';
import { listCatalog } from '../../../src/management/services/list-catalog';
import type { Service } from '../../../src/model/service';
import { Secret } from '../../../src/util/secret';

const service: Service = {
  id: 'service-events',
  name: 'events',
  type: 'KAFKA',
  location: 'MANAGED',
  address: kafkaConnector.address.parse({ bootstrapServers: ['localhost:9092'] }),
  createdAt: '2026-01-01T00:00:00.000000Z',
  updatedAt: '2026-01-01T00:00:00.000000Z',
};

/** Whoever asks ClickHouse for anything fails: it has no client. */
const contextWith = (connector: Connector) =>
  ({
    connectors: new Map([['KAFKA', connector]]),
    settings: { connectTimeoutMs: 1_000, allowedHosts: null },
    registry: { current: () => ({ integrationsOf: () => [], tablesOfService: () => [] }) },
  }) as unknown as ManagementContext;

test.each([null, { username: 'reader', password: new Secret('s3cret') }])(
  'a catalog that is declared is not opened, whatever the credentials',
  async (credentials) => {
    const target = { service, connector: kafkaConnector, database: '' };
    await expect(
      openCatalog(contextWith(kafkaConnector), target, credentials),
    ).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('columns') as string,
    });
  },
);

test('it is listed by the connector alone, and without a list by nobody', async () => {
  const page = { search: null, limit: 10, offset: 0 };
  const entry = {
    remote: { database: '', schema: '', table: 'clicks' },
    kind: 'TOPIC' as const,
    rowEstimate: null,
  };
  const listing = (list?: () => Promise<readonly (typeof entry)[]>): ManagementContext =>
    contextWith({
      ...kafkaConnector,
      catalog: {
        kind: 'declared',
        declareColumn: kafkaConnector.catalog.declareColumn,
        ...(list === undefined ? {} : { list }),
      },
    });
  expect(
    await listCatalog(
      listing(() => Promise.resolve([entry])),
      service,
      page,
    ),
  ).toEqual([{ ...entry, exposedAs: null, exposedAsAll: [] }]);
  await expect(listCatalog(listing(), service, page)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
});
