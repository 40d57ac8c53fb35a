import {
  purposeOf,
  type Integration,
  type IntegrationPurpose,
  type IntegrationState,
  type IntegrationType,
} from '../../model/integration';
import type { ServiceLocation } from '../../model/service';
import { serviceOf } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';

/** What integrations must be to be listed; a member that is null or left out asks for nothing. */
export interface WantedIntegrations {
  readonly purpose?: IntegrationPurpose | null;
  readonly type?: IntegrationType | null;
  readonly location?: ServiceLocation | null;
  readonly state?: IntegrationState | null;
}

/** The integrations that are all of what is wanted, oldest first. */
export function listIntegrations(
  context: ManagementContext,
  { purpose, type, location, state }: WantedIntegrations,
): readonly Integration[] {
  return context.registry
    .current()
    .integrations.filter(
      (each) =>
        isWanted(purpose, purposeOf(each.type)) &&
        isWanted(type, each.type) &&
        isWanted(state, each.state) &&
        isWanted(location, serviceOf(context, each).location),
    );
}

function isWanted<T>(wanted: T | null | undefined, actual: T): boolean {
  return (wanted ?? actual) === actual;
}
