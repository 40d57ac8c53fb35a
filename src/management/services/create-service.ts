import { putService } from '../../registry/registry-change';
import {
  addressMember,
  SERVICE_TYPES,
  type Service,
  type ServiceLocation,
  type ServiceType,
} from '../../model/service';
import { GatewayError } from '../../errors/gateway-error';
import { assertHostsAllowed } from '../access/host-allow-list';
import type { ManagementContext } from '../context/management-context';
import { builtConnector } from '../context/supported-connector';
import { timestamp } from '../context/timestamp';

export interface CreateServiceRequest {
  readonly name: string;
  readonly location: ServiceLocation;
  /** The address as the caller gave it; exactly one may be given, and it decides the type. */
  readonly addresses: Readonly<Partial<Record<ServiceType, Readonly<Record<string, unknown>>>>>;
}

/** The rule of Aiven service names. */
const SERVICE_NAME = /^[a-z][-a-z0-9]{0,63}$/;

/**
 * Registers a data system. Nothing is connected to and nothing is made in ClickHouse.
 * @throws GatewayError INVALID_INPUT, INTEGRATION_NOT_SUPPORTED, HOST_NOT_ALLOWED, ALREADY_EXISTS
 */
export async function createService(
  context: ManagementContext,
  request: CreateServiceRequest,
): Promise<Service> {
  const service = planService(context, request);
  return context.forService(service.name)(async () => {
    if (context.registry.current().serviceNamed(service.name) !== undefined) {
      throw new GatewayError('ALREADY_EXISTS', `There is a service "${service.name}" already.`);
    }
    await context.registry.write([putService(service)]);
    return service;
  });
}

/**
 * The record of a service as a caller describes it. Nothing is written.
 * @throws GatewayError INVALID_INPUT, INTEGRATION_NOT_SUPPORTED, HOST_NOT_ALLOWED
 */
export function planService(context: ManagementContext, request: CreateServiceRequest): Service {
  const { name, location } = request;
  if (!SERVICE_NAME.test(name)) {
    throw new GatewayError(
      'INVALID_INPUT',
      'name must start with a lower-case letter and have lower-case letters, digits and ' +
        'dashes only, 64 characters at most.',
    );
  }
  const type = theOneType(request);
  const connector = builtConnector(context, type);
  const now = timestamp(context.now());
  const service: Service = {
    id: context.newId(),
    name,
    type,
    location,
    address: connector.address.parse(request.addresses[type] ?? {}),
    createdAt: now,
    updatedAt: now,
  };
  assertHostsAllowed(context, service, connector);
  return service;
}

function theOneType(request: CreateServiceRequest): ServiceType {
  const given = SERVICE_TYPES.filter((type) => request.addresses[type] !== undefined);
  const [type] = given;
  if (type === undefined || given.length > 1) {
    throw new GatewayError(
      'INVALID_INPUT',
      `Give exactly one of ${SERVICE_TYPES.map(addressMember).join(', ')}: it decides the ` +
        'type of the service.',
    );
  }
  return type;
}
