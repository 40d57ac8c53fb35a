import type { Service } from '../../model/service';
import { serviceSubject, type ManagementContext } from '../context/management-context';
import { isRecovered, recoverService } from './recover-service';

/** Settles the services whose change was begun by a gateway that ended; those that are being changed are left alone. */
export async function recoverAbandoned(
  context: ManagementContext,
  services: readonly Service[],
): Promise<void> {
  const unsettled = services.filter((service) => !isRecovered(context, service));
  if (unsettled.length === 0) return;
  const claimed = await context.claims?.claimedSubjects();
  for (const { id, name } of unsettled) {
    if (claimed?.has(serviceSubject(name)) === true) continue;
    await context.ifFree(name, async () => {
      const current = context.registry.current().service(id);
      if (current !== undefined) await recoverService(context, current);
    });
  }
}
