import type { Service } from '../../model/service';
import { requireService } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import { recoverService } from './recover-service';

/**
 * Runs a change of a service after every other one, and after what an earlier one left was
 * recovered, so that any change may be repeated whatever happened before.
 *
 * @throws GatewayError NOT_FOUND, IN_USE (retryable) while another gateway is at work
 */
export function changeService<T>(
  context: ManagementContext,
  name: string,
  task: (service: Service) => Promise<T>,
): Promise<T> {
  return context.forService(name)(async () => {
    await recoverService(context, requireService(context, name));
    return task(requireService(context, name));
  });
}

/**
 * Runs the part of a change that is marked in the registry. When it fails, what it left is
 * recovered at once, or, where that fails too, by whoever changes or checks the service next.
 */
export async function withRecovery<T>(
  context: ManagementContext,
  service: Service,
  task: () => Promise<T>,
): Promise<T> {
  try {
    return await task();
  } catch (error) {
    // The caller is told of the first error: a second one most likely has the same cause.
    await recoverService(context, service).catch(() => undefined);
    throw error;
  }
}
