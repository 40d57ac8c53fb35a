import type { ConnectionRefusal } from '../../connectors/contract/access';
import type { Connector } from '../../connectors/contract/connector';
import type { Credentials, GivenCredentials } from '../../connectors/contract/credentials';
import type { Service } from '../../model/service';
import { GatewayError } from '../../errors/gateway-error';
import { assertCredentialFields, credentialsRequired, givenOrNone } from '../access/check-access';
import { hostRefusal, refusedHosts } from '../access/host-allow-list';
import { readerThroughClickHouse } from '../access/reader-through-clickhouse';
import { assertAlone } from '../access/with-account';
import { assertServiceRunning } from '../context/assert-running';
import { collectionName } from '../context/collection-name';
import { connectorOf, hasStoredCredentials, requireService } from '../context/find-records';
import type { ManagementContext } from '../context/management-context';

/**
 * Whether the service lets ClickHouse or the gateway in. `latencyMs` is the time the check took.
 */
export interface ConnectionTest {
  readonly ok: boolean;
  readonly serverVersion: string | null;
  readonly refusal: ConnectionRefusal | null;
  readonly message: string | null;
  readonly latencyMs: number;
}

/**
 * Tries the credentials with the native driver, or those stored (null) through ClickHouse. Changes
 * nothing. A refusal is an answer.
 *
 * @throws GatewayError NOT_FOUND, INVALID_INPUT, CREDENTIALS_REQUIRED, CLICKHOUSE_FEATURE_MISSING
 */
export async function testConnection(
  context: ManagementContext,
  serviceName: string,
  given: GivenCredentials | null,
): Promise<ConnectionTest> {
  const service = requireService(context, serviceName);
  const connector = connectorOf(context, service);
  const [host] = refusedHosts(context, service, connector);
  if (host !== undefined) return refused('HOST_NOT_ALLOWED', hostRefusal(host), 0);
  const tried = givenOrNone(context, service, connector, given);
  if (tried === null) return testStored(context, service, connector);

  const credentials = loginOf(tried);
  assertCredentialFields(connector, service, credentials);
  const check = await connector.access.check(
    service.address,
    credentials,
    context.settings.connectTimeoutMs,
  );
  return check.ok
    ? passed(check.serverVersion, check.latencyMs)
    : refused(check.refusal, check.message, check.latencyMs);
}

/**
 * What can be tried of given credentials: for an administrator who is to make an account, that is
 * the login.
 */
function loginOf({ provision, ...credentials }: GivenCredentials): Credentials {
  if (provision === undefined) return credentials;
  assertAlone(credentials);
  return { username: provision.adminUsername, password: provision.adminPassword };
}

async function testStored(
  context: ManagementContext,
  service: Service,
  connector: Connector,
): Promise<ConnectionTest> {
  if (!hasStoredCredentials(context, service)) throw credentialsRequired(service);
  assertServiceRunning(context, service);
  const read = readerThroughClickHouse(
    context,
    { connector, address: service.address, collection: collectionName(service) },
    context.settings.connectTimeoutMs,
  );
  const startedAt = performance.now();
  try {
    return passed(
      await connector.access.probe(read, service.address),
      performance.now() - startedAt,
    );
  } catch (error) {
    // ClickHouse has one code for every connection that a service did not let in.
    if (
      !(error instanceof GatewayError) ||
      (error.code !== 'SERVICE_UNREACHABLE' && error.code !== 'SERVICE_TIMEOUT')
    )
      throw error;
    const message =
      'ClickHouse cannot connect with the stored credentials: the service is down or out of ' +
      'reach, or refuses them. Give `credentials` to learn which.';
    return refused('UNREACHABLE', message, performance.now() - startedAt);
  }
}

function passed(serverVersion: string | null, latencyMs: number): ConnectionTest {
  return { ok: true, serverVersion, refusal: null, message: null, latencyMs };
}

function refused(refusal: ConnectionRefusal, message: string, latencyMs: number): ConnectionTest {
  return { ok: false, serverVersion: null, refusal, message, latencyMs };
}
