import type { CreateServiceInput } from '../schema/inputs/create-service-input';
import type { CreateServiceRequest } from '../src/management/services/create-service';
import { addressMember, SERVICE_TYPES } from '../src/model/service';

export function toServiceRequest({
  name,
  location,
  ...addresses
}: CreateServiceInput): CreateServiceRequest {
  const given = new Map<string, object | null | undefined>(Object.entries(addresses));
  const present = SERVICE_TYPES.flatMap((type) => {
    const address = given.get(addressMember(type));
    return address === null || address === undefined ? [] : [[type, { ...address }] as const];
  });
  return { name, location, addresses: Object.fromEntries(present) };
}
