import { createHash } from 'node:crypto';
import type { Integration } from '../model/integration';
import type { Service } from '../model/service';
import type { RegistrySnapshot } from './snapshot';

/**
 * Versions are computed once for each pair of records, because every data request asks for them.
 */
const KNOWN = new WeakMap<Integration, { readonly service: Service; readonly version: string }>();

/**
 * A text that changes whenever anything changes that connections to a service are made from: both
 * records hold the time of their last change.
 */
export function sourceVersion(service: Service, integration: Integration): string {
  const known = KNOWN.get(integration);
  if (known?.service === service) return known.version;
  const version = createHash('sha256')
    .update(JSON.stringify([service, integration]))
    .digest('base64');
  KNOWN.set(integration, { service, version });
  return version;
}

/** The versions of all integrations that exist at one moment. */
export function sourceVersions(
  snapshot: Pick<RegistrySnapshot, 'integrations' | 'service'>,
): ReadonlySet<string> {
  const versions = new Set<string>();
  for (const integration of snapshot.integrations) {
    const service = snapshot.service(integration.serviceId);
    if (service !== undefined) versions.add(sourceVersion(service, integration));
  }
  return versions;
}
