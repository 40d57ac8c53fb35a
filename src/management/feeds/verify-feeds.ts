import { setTimeout as sleep } from 'node:timers/promises';
import type { Connector } from '../../connectors/contract/connector';
import type { Service } from '../../model/service';
import { GatewayError } from '../../errors/gateway-error';
import type { ManagementContext } from '../context/management-context';
import { feedsOf } from '../objects/feed-collections';
import { readFeedConsumers } from './feed-consumers';

const POLL_MS = 250;

/**
 * Waits until one of ClickHouse's consumers, which may run elsewhere than the gateway, was let in
 * by a broker. When nothing is known of them in time they are taken for slow, not for refused: the
 * gateway itself was let in.
 *
 * @throws GatewayError SERVICE_UNREACHABLE
 */
export async function verifyFeeds(
  context: ManagementContext,
  service: Service,
  connector: Connector,
): Promise<void> {
  if (connector.storage.feeds === undefined || feedsOf(context, service).length === 0) return;
  for (const giveUpAt = Date.now() + context.settings.connectTimeoutMs; ; await sleep(POLL_MS)) {
    const consumers = await readFeedConsumers(context, service);
    if (consumers.some(({ isReached }) => isReached === true)) return;
    if (Date.now() < giveUpAt) continue;
    if (consumers.every(({ isReached }) => isReached === null)) return;
    const address = connector.address.render(service.address);
    throw new GatewayError(
      'SERVICE_UNREACHABLE',
      `ClickHouse cannot connect to ${address}. Check the network between ClickHouse and the ` +
        'brokers, the addresses that they advertise, and that the credentials are let in from ' +
        'there.',
      { details: { service: service.name } },
    );
  }
}
