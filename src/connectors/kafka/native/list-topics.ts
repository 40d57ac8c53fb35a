import { GatewayError } from '../../../errors/gateway-error';
import type { ServiceAddress } from '../../../model/service';
import type { CatalogEntry, CatalogQuery } from '../../contract/catalog';
import { askBrokers } from './ask-brokers';
import { refusalOfError } from './connection-refusal';
import { needsNoCredentials } from './login';

/**
 * The topics of brokers that ask for no credentials, by name. ClickHouse knows the topics that it
 * reads and no others, so where credentials are needed there is nobody to ask: the gateway keeps
 * none.
 *
 * @throws GatewayError CREDENTIALS_REQUIRED, SERVICE_UNREACHABLE
 */
export async function listTopics(
  address: ServiceAddress,
  page: CatalogQuery,
  timeoutMs: number,
): Promise<readonly CatalogEntry[]> {
  if (!needsNoCredentials(address)) {
    throw new GatewayError(
      'CREDENTIALS_REQUIRED',
      'The topics of a Kafka that asks for credentials cannot be listed: the gateway keeps ' +
        'none, and ClickHouse, which does, lists no topics but those it reads. ' +
        '`remoteTables` has those.',
    );
  }
  const topics = await askBrokers(address, {}, timeoutMs, (admin) => admin.listTopics()).catch(
    (error: unknown) => {
      throw new GatewayError('SERVICE_UNREACHABLE', refusalOfError(error, address).message, {
        cause: error,
      });
    },
  );
  const wanted = (page.search ?? '').toLowerCase();
  // Two underscores begin the names of Kafka's own topics, e.g. __consumer_offsets.
  const found = topics
    .filter((topic) => !topic.startsWith('__') && topic.toLowerCase().includes(wanted))
    .toSorted();
  return found.slice(page.offset, page.offset + page.limit).map((table) => ({
    remote: { database: '', schema: '', table },
    kind: 'TOPIC',
    rowEstimate: null,
  }));
}
