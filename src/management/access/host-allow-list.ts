import type { Connector } from '../../connectors/contract/connector';
import type { Service } from '../../model/service';
import { GatewayError } from '../../errors/gateway-error';
import type { ManagementContext } from '../context/management-context';

/**
 * `allowed` holds exact names and addresses, and `*.example.com` for every name below example.com;
 * null allows all.
 */
export function isHostAllowed(host: string, allowed: readonly string[] | null): boolean {
  if (allowed === null) return true;
  const wanted = normalise(host);
  return allowed
    .map(normalise)
    .some((pattern) =>
      pattern.startsWith('*.') ? wanted.endsWith(pattern.slice(1)) : wanted === pattern,
    );
}

/**
 * The hosts of an EXTERNAL service that the operator does not allow. MANAGED services are the
 * operator's own.
 */
export function refusedHosts(
  context: ManagementContext,
  service: Pick<Service, 'location' | 'address'>,
  connector: Connector,
): readonly string[] {
  if (service.location === 'MANAGED') return [];
  return connector.access
    .hostsOf(service.address)
    .filter((host) => !isHostAllowed(host, context.settings.allowedHosts));
}

/** @throws GatewayError HOST_NOT_ALLOWED */
export function assertHostsAllowed(
  context: ManagementContext,
  service: Pick<Service, 'location' | 'address'>,
  connector: Connector,
): void {
  const [refused] = refusedHosts(context, service, connector);
  if (refused !== undefined) throw new GatewayError('HOST_NOT_ALLOWED', hostRefusal(refused));
}

/** What the caller is told about a host that is not allowed. */
export function hostRefusal(host: string): string {
  return `The host ${host} is outside TRIBUTARY_ALLOWED_HOSTS. Ask the operator to add it.`;
}

/**
 * A host in one spelling: case, a trailing dot and the brackets of an IPv6 address mean nothing.
 */
function normalise(host: string): string {
  return host
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^\[(.*)\]$/, '$1');
}
