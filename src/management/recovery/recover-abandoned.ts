import type { Service } from '../../model/service';
import { serviceSubject, type ManagementContext } from '../context/management-context';
import { hasUnfinishedChange, recoverService } from './recover-service';

/**
 * Recovers the services whose change was begun by a gateway that ended, and leaves those alone that
 * are being changed.
 */
export async function recoverAbandoned(
  context: ManagementContext,
  services: readonly Service[],
): Promise<void> {
  const unfinished = services.filter((service) => hasUnfinishedChange(context, service));
  if (unfinished.length === 0) return;
  const leased = await context.leases?.leasedSubjects();
  for (const service of unfinished) {
    if (leased?.has(serviceSubject(service.name)) === true) continue;
    await context.ifFree(service.name, () => recoverService(context, service));
  }
}
