import type { Connector } from '../../connectors/contract/connector';
import type { Credentials, GivenCredentials } from '../../connectors/contract/credentials';
import type { Service } from '../../model/service';
import { GatewayError } from '../../errors/gateway-error';
import { hasStoredCredentials } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';
import { assertHostsAllowed } from './host-allow-list';

/**
 * Makes sure that ClickHouse may and can be given access to the service, before anything is made.
 * Null stands for the credentials that are stored already.
 *
 * @throws GatewayError HOST_NOT_ALLOWED, TLS_NOT_ENFORCEABLE, CREDENTIALS_REQUIRED, INVALID_INPUT,
 * or CREDENTIALS_REFUSED with `details.refusal`
 */
export async function checkAccess(
  context: ManagementContext,
  service: Service,
  connector: Connector,
  credentials: Credentials | null,
): Promise<void> {
  assertHostsAllowed(context, service, connector);
  const tlsProblem = connector.access.tlsProblem(service.address);
  if (tlsProblem !== null) throw new GatewayError('TLS_NOT_ENFORCEABLE', tlsProblem);
  if (credentials === null) {
    if (!hasStoredCredentials(context, service)) throw credentialsRequired(service);
    return;
  }
  assertCredentialFields(connector, service, credentials);
  const check = await connector.access.check(
    service.address,
    credentials,
    context.settings.connectTimeoutMs,
  );
  if (!check.ok)
    throw new GatewayError('CREDENTIALS_REFUSED', check.message, {
      details: { service: service.name, refusal: check.refusal },
    });
}

/** Credentials as given; empty ones for a service that asks for none, unless some are stored. */
export function givenOrNone(
  context: ManagementContext,
  service: Service,
  connector: Connector,
  given: GivenCredentials | null,
): GivenCredentials | null {
  const isOpen = connector.credentials.needsNone?.(service.address) === true;
  return given === null && isOpen && !hasStoredCredentials(context, service) ? {} : given;
}

/** What a caller is told who gave no credentials when none are stored. */
export function credentialsRequired(service: Service): GatewayError {
  return new GatewayError(
    'CREDENTIALS_REQUIRED',
    `No credentials are stored for the service "${service.name}". Give them as ` +
      '`credentials`, with setUpManagedCredentials or setUpManagedDatabases.',
  );
}

/**
 * Makes sure that credentials have the fields that the service asks for, and no others.
 * @throws GatewayError INVALID_INPUT naming the field that is missing, empty or of no use to this
 * type of service
 */
export function assertCredentialFields(
  connector: Connector,
  service: Pick<Service, 'address'>,
  credentials: Credentials,
): void {
  if (connector.credentials.assert !== undefined) {
    connector.credentials.assert(service.address, credentials);
    return;
  }
  const given = Object.entries(credentials)
    .filter(([, value]) => value !== undefined)
    .map(([field]) => field);
  const { required, alternative = [] } = connector.credentials;
  const wanted: readonly (keyof Credentials)[] = alternative.some((field) => given.includes(field))
    ? alternative
    : required;
  for (const field of wanted) {
    const value = credentials[field];
    const isEmpty = value === undefined || (typeof value === 'string' && value === '');
    if (isEmpty)
      throw new GatewayError(
        'INVALID_INPUT',
        `credentials.${field} is required for a ${connector.identity.type} service.`,
      );
  }
  const allowed: readonly string[] = wanted;
  const useless = given.find((field) => !allowed.includes(field));
  if (useless === undefined) return;
  const known: readonly string[] = [...required, ...alternative];
  const why = known.includes(useless)
    ? `not used beside credentials.${wanted.join(' and credentials.')}`
    : `not used by ${connector.identity.type} services`;
  throw new GatewayError('INVALID_INPUT', `credentials.${useless} is ${why}.`);
}
