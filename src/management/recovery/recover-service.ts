import type { Service } from '../../model/service';
import type { ManagementContext } from '../context/management-context';
import { UNFINISHED_KINDS, type ServiceRecords } from './unfinished-changes';

/**
 * Finishes or undoes every change of a service that was begun, as `UNFINISHED_KINDS` says. Runs
 * while the service is locked. May be repeated.
 */
export async function recoverService(
  context: ManagementContext,
  { id }: Pick<Service, 'id'>,
): Promise<void> {
  for (const { isMarked, recover } of UNFINISHED_KINDS) {
    // Read anew each time: what was recovered before has changed the records.
    const records = recordsOf(context, id);
    if (records !== null && isMarked(records)) await recover(context, records);
  }
}

/** True when a change of the service was begun and is not over: it runs now, or was left. */
export function hasUnfinishedChange(
  context: ManagementContext,
  { id }: Pick<Service, 'id'>,
): boolean {
  const records = recordsOf(context, id);
  return records !== null && UNFINISHED_KINDS.some(({ isMarked }) => isMarked(records));
}

function recordsOf(context: ManagementContext, id: string): ServiceRecords | null {
  const snapshot = context.registry.current();
  const service = snapshot.service(id);
  return service === undefined ? null : { service, integrations: snapshot.integrationsOf(id) };
}
