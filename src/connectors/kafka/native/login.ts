import { createPrivateKey } from 'node:crypto';
import { GatewayError } from '../../../errors/gateway-error';
import type { ServiceAddress } from '../../../model/service';
import type { Secret } from '../../../util/secret';
import type { Credentials } from '../../contract/credentials';
import { isCertificateBundle } from '../../contract/is-certificate-bundle';
import { parseKafkaAddress, usesSasl, usesTls } from './address';

/** What proves who asks: a SASL login, a client certificate, both or, with PLAINTEXT, neither. */
export interface KafkaLogin {
  readonly sasl: { readonly username: string; readonly password: Secret } | null;
  readonly client: { readonly certificate: string; readonly key: Secret } | null;
}

/**
 * True for brokers with PLAINTEXT, which ask for nothing. Brokers with SSL may be content with the
 * connection; they are given an empty `credentials`.
 */
export function needsNoCredentials(address: ServiceAddress): boolean {
  return parseKafkaAddress(address).securityProtocol === 'PLAINTEXT';
}

/**
 * Reads the credentials that the protocol of the address needs.
 * @throws GatewayError INVALID_INPUT naming the field that is missing, of no use, or no PEM
 */
export function readLogin(serviceAddress: ServiceAddress, credentials: Credentials): KafkaLogin {
  const address = parseKafkaAddress(serviceAddress);
  const { username, password, sslClientCert, sslClientKey, ...others } = credentials;
  const useless = Object.entries({
    ...others,
    ...(usesSasl(address) ? {} : { username, password }),
    ...(usesTls(address) ? {} : { sslClientCert, sslClientKey }),
  }).find(([, value]) => value !== undefined)?.[0];
  if (useless !== undefined)
    throw refused(useless, `is not used by KAFKA services with ${address.securityProtocol}`);
  return {
    sasl: usesSasl(address) ? readSasl(username, password, address.securityProtocol) : null,
    client: readClient(sslClientCert, sslClientKey),
  };
}

function readSasl(
  username: string | undefined,
  password: Secret | undefined,
  protocol: string,
): KafkaLogin['sasl'] {
  if (username === undefined || username === '')
    throw refused('username', `is required for a KAFKA service with ${protocol}`);
  if (password === undefined || password.reveal() === '')
    throw refused('password', `is required for a KAFKA service with ${protocol}`);
  return { username, password };
}

function readClient(
  certificate: string | undefined,
  key: Secret | undefined,
): KafkaLogin['client'] {
  if (certificate === undefined && key === undefined) return null;
  if (certificate === undefined || !isCertificateBundle(certificate))
    throw refused(
      'sslClientCert',
      'must hold PEM certificates and nothing else, beside sslClientKey',
    );
  if (key === undefined || !isPrivateKey(key))
    throw refused(
      'sslClientKey',
      'must hold one private key in PEM, without a passphrase, beside sslClientCert',
    );
  return { certificate, key };
}

function isPrivateKey(key: Secret): boolean {
  try {
    return createPrivateKey(key.reveal()).type === 'private';
  } catch {
    return false;
  }
}

function refused(field: string, problem: string): GatewayError {
  return new GatewayError('INVALID_INPUT', `credentials.${field} ${problem}.`);
}
