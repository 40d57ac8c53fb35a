import { putIntegration } from '../../registry/registry-change';
import type { Integration } from '../../model/integration';
import { requireIntegration, serviceOf } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import { timestamp } from '../context/timestamp';
import { assertUnused } from '../objects/assert-unused';
import { tearDown } from '../recovery/tear-down';
import { databasesOf } from './deletion-impact';

/**
 * Removes an integration's databases, tables and configuration from ClickHouse; its last one takes
 * the named collection along. The service is never touched. `force` removes it even if things that
 * users of ClickHouse made stop working.
 *
 * @throws GatewayError NOT_FOUND, IN_USE with `details.dependents`
 */
export async function deleteIntegration(
  context: ManagementContext,
  id: string,
  { force }: { readonly force: boolean },
): Promise<Integration> {
  await context.registry.refresh();
  const service = serviceOf(context, requireIntegration(context, id));
  return context.forService(service.name)(() => removeIntegration(context, id, { force }));
}

/** Deletes an integration, for a caller that has locked its service already. */
export async function removeIntegration(
  context: ManagementContext,
  id: string,
  { force }: { readonly force: boolean },
): Promise<Integration> {
  const integration = requireIntegration(context, id);
  if (!force)
    await assertUnused(
      context,
      databasesOf(context.registry.current(), integration),
      'Drop them first, or pass `force: true`.',
    );
  const removing: Integration = {
    ...integration,
    state: 'REMOVING',
    updatedAt: timestamp(context.now()),
  };
  // From here on the data API is without its tables, and a gateway that is killed leaves a record
  // to finish.
  await context.registry.write([putIntegration(removing)]);
  await tearDown(context, removing, { force });
  return removing;
}
