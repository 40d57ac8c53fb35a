import { putIntegration } from '../../registry/registry-change';
import type { Integration, IntegrationError } from '../../model/integration';
import type { Service } from '../../model/service';
import type { ManagementContext } from '../context/management-context';
import { timestamp } from '../context/timestamp';
import { recoverAbandoned } from '../recovery/recover-abandoned';
import { hasUnfinishedChange } from '../recovery/recover-service';
import { findFaults, type Fault } from './find-faults';

/**
 * Looks whether what the integrations of a service made is there, and whether ClickHouse reaches
 * it, and makes their state say so: RUNNING or FAILED. What a killed gateway left is recovered. A
 * service whose integrations are paused, being set up or removed is not touched. Nothing is written
 * unless something changed: other gateways look too.
 */
export async function checkHealth(
  context: ManagementContext,
  service: Service,
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<void> {
  if (hasUnfinishedChange(context, service)) return recoverAbandoned(context, [service]);
  const checked = context.registry.current().integrationsOf(service.id).filter(isChecked);
  if (checked.length === 0) return;
  const faults = await findFaults(context, service, checked, timeoutMs);
  const changed = checked.filter(
    (integration) => !isKnown(integration, faults.get(integration.id) ?? []),
  );
  if (changed.length === 0) return;
  // Whoever changes the service meanwhile changes its state too: the next look will tell.
  await context.ifFree(service.name, async () => {
    for (const integration of changed)
      await report(context, integration, faults.get(integration.id) ?? []);
  });
}

function isChecked({ state, unfinished }: Integration): boolean {
  return (state === 'RUNNING' || state === 'FAILED') && unfinished === undefined;
}

function isKnown({ state, errors }: Integration, faults: readonly Fault[]): boolean {
  const facts = (list: readonly Fault[]): string =>
    JSON.stringify(list.map(({ code, message }) => [code, message]));
  return state === (faults.length === 0 ? 'RUNNING' : 'FAILED') && facts(errors) === facts(faults);
}

/**
 * Writes down what was found. A record that was changed while its service was looked at is left to
 * the next look.
 */
async function report(
  context: ManagementContext,
  seen: Integration,
  faults: readonly Fault[],
): Promise<void> {
  const integration = context.registry.current().integration(seen.id);
  if (integration?.updatedAt !== seen.updatedAt || !isChecked(integration)) return;
  const at = timestamp(context.now());
  const errors = faults.map((fault) => firstSeen(integration, fault) ?? { ...fault, at });
  await context.registry.write([
    putIntegration({
      ...integration,
      state: errors.length === 0 ? 'RUNNING' : 'FAILED',
      errors,
      updatedAt: at,
    }),
  ]);
}

function firstSeen({ errors }: Integration, fault: Fault): IntegrationError | undefined {
  return errors.find(({ code, message }) => code === fault.code && message === fault.message);
}
