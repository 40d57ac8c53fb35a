import type { ServiceAddress } from '../../../model/service';
import { errorCodeOf } from '../../../util/error-code-of';
import type { ConnectionRefusal } from '../../contract/access';
import { isTlsCode } from '../../relational/is-tls-code';
import { parseKafkaAddress, renderKafkaAddress, usesTls } from './address';

export interface RefusedBrokers {
  readonly refusal: ConnectionRefusal;
  readonly message: string;
}

/**
 * Kafka's error codes of a refusal.
 * https://kafka.apache.org/protocol.html#protocol_error_codes
 */
const REFUSAL_OF_PROTOCOL_CODE: ReadonlyMap<number, ConnectionRefusal> = new Map([
  [29, 'PERMISSION_DENIED'], // TOPIC_AUTHORIZATION_FAILED
  [30, 'PERMISSION_DENIED'], // GROUP_AUTHORIZATION_FAILED
  [31, 'PERMISSION_DENIED'], // CLUSTER_AUTHORIZATION_FAILED
  [33, 'AUTHENTICATION_FAILED'], // UNSUPPORTED_SASL_MECHANISM
  [34, 'AUTHENTICATION_FAILED'], // ILLEGAL_SASL_STATE
  [58, 'AUTHENTICATION_FAILED'], // SASL_AUTHENTICATION_FAILED
]);

/**
 * Tells what an error of kafkajs (2.2.4) means, by its class and its codes and never by its text.
 */
export function refusalOfError(error: unknown, address: ServiceAddress): RefusedBrokers {
  const causes = causesOf(error);
  const code = causes.map(errorCodeOf).find((each) => each !== null) ?? null;
  const refusal =
    causes.map((cause) => refusalOf(cause, address)).find((each) => each !== null) ?? 'UNREACHABLE';
  return { refusal, message: messageOf(refusal, code, address) };
}

function refusalOf(error: unknown, address: ServiceAddress): ConnectionRefusal | null {
  const { name, code } = error as { readonly name?: unknown; readonly code?: unknown };
  if (typeof code === 'number') return REFUSAL_OF_PROTOCOL_CODE.get(code) ?? null;
  // A broker without SASL knows no such request (kafkajs asks it with ApiVersions first).
  if (name === 'KafkaJSSASLAuthenticationError' || name === 'KafkaJSServerDoesNotSupportApiKey')
    return 'AUTHENTICATION_FAILED';
  // A listener without TLS hangs up when it is greeted with TLS.
  if (
    usesTls(parseKafkaAddress(address)) &&
    typeof code === 'string' &&
    (isTlsCode(code) || code === 'ECONNRESET' || code === 'EPROTO')
  )
    return 'TLS_FAILED';
  return null;
}

/**
 * Lists the error itself and what caused it: kafkajs wraps the last failure of several attempts.
 */
function causesOf(error: unknown): readonly unknown[] {
  const causes: unknown[] = [];
  for (let each = error; each instanceof Error && causes.length < 10; each = each.cause)
    causes.push(each);
  return causes;
}

function messageOf(
  refusal: ConnectionRefusal,
  code: string | null,
  address: ServiceAddress,
): string {
  const at = renderKafkaAddress(address);
  const { securityProtocol, saslMechanism } = parseKafkaAddress(address);
  switch (refusal) {
    case 'AUTHENTICATION_FAILED':
      return (
        `${at} refused the login with ${saslMechanism ?? securityProtocol}. Check the user ` +
        'name, the password and saslMechanism, and that this listener speaks ' +
        `${securityProtocol}.`
      );
    case 'PERMISSION_DENIED':
      return (
        `${at} knows the account but lets it list no topics. Grant it Describe and Read on ` +
        'its topics, and Read on its consumer groups.'
      );
    case 'TLS_FAILED':
      return (
        `The TLS handshake with ${at} failed${code === null ? '' : ` (${code})`}. Check ` +
        'sslCaCert, the client certificate, and that this listener speaks ' +
        `${securityProtocol}.`
      );
    default: {
      const why =
        code === null
          ? 'does not answer as Kafka does, or not in time'
          : `cannot be reached (${code})`;
      return (
        `${at} ${why}. Check bootstrapServers and securityProtocol, that the brokers run, and ` +
        'that no firewall is in between.'
      );
    }
  }
}
