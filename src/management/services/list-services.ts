import type { Service, ServiceLocation, ServiceType } from '../../model/service';
import type { ManagementContext } from '../context/management-context';

/** What services must be to be listed; a member that is null or left out asks for nothing. */
export interface WantedServices {
  readonly type?: ServiceType | null;
  readonly location?: ServiceLocation | null;
}

/** The services that are all of what is wanted, in the order of their names. */
export function listServices(
  context: ManagementContext,
  { type, location }: WantedServices,
): readonly Service[] {
  return context.registry
    .current()
    .services.filter(
      (service) =>
        (type ?? service.type) === service.type &&
        (location ?? service.location) === service.location,
    );
}
