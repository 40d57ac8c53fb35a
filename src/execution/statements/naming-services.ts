import { GatewayError } from '../../errors/gateway-error';

/**
 * What to say of an object in ClickHouse that an integration made and somebody else has dropped, by
 * ClickHouse's code. https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp
 */
const MISSING_OBJECTS: ReadonlyMap<unknown, (service: string) => string> = new Map([
  [
    60,
    (service) =>
      `A table that the gateway reads ${service} with is gone from ClickHouse. ` +
      'resumeIntegration makes it again.',
  ], // UNKNOWN_TABLE
  [
    81,
    (service) =>
      `A database that an integration of ${service} made is gone from ClickHouse. ` +
      'resumeIntegration makes it again.',
  ], // UNKNOWN_DATABASE
  [
    669,
    (service) =>
      `The named collection of ${service}, and with it the credentials, is gone from ` +
      'ClickHouse. Give them again, with rotateCredentials.',
  ], // NAMED_COLLECTION_DOESNT_EXIST
]);

/**
 * The error of a statement with the names of the services that it read: ClickHouse does not tell
 * which of several failed.
 */
export function namingServices(error: unknown, services: readonly string[]): unknown {
  if (!(error instanceof GatewayError)) return error;
  const texts = services.map((service) => `"${service}"`).join(', ');
  const named = services.length === 1 ? `the service ${texts}` : `one of the services ${texts}`;
  const service = services.join(', ');
  const missing =
    error.code === 'CLICKHOUSE_QUERY_FAILED'
      ? MISSING_OBJECTS.get(error.details['clickhouseCode'])
      : undefined;
  if (missing !== undefined)
    return new GatewayError('CLICKHOUSE_OBJECT_MISSING', missing(named), {
      details: { service },
      cause: error.cause,
    });
  return new GatewayError(error.code, aboutService(error, named), {
    details: { ...error.details, service },
    cause: error.cause,
  });
}

/**
 * The message of an error for callers: where it concerns a service, it names the service, which the
 * driver's error does not.
 */
function aboutService(error: GatewayError, named: string): string {
  const subject = `${named.charAt(0).toUpperCase()}${named.slice(1)}`;
  if (error.code === 'SERVICE_UNREACHABLE')
    return `${subject} cannot be reached: it is down, or refuses its stored credentials.`;
  if (error.code === 'SERVICE_QUERY_FAILED')
    return (
      `${subject} could not run the query: its table may have changed since it was exposed, or ` +
      'a permission is missing.'
    );
  if (error.code === 'SERVICE_TIMEOUT')
    return `${subject} did not answer in time (TRIBUTARY_QUERY_TIMEOUT_MS, or a limit of its own).`;
  return error.message;
}
