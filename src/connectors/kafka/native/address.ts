import { z } from 'zod';
import type { ServiceAddress } from '../../../model/service';
import { isCertificateBundle } from '../../contract/is-certificate-bundle';
import { isHost } from '../../contract/is-host';
import { parseAddress } from '../../contract/parse-address';

const SECURITY_PROTOCOLS = ['PLAINTEXT', 'SASL_PLAINTEXT', 'SASL_SSL', 'SSL'] as const;
const SASL_MECHANISMS = ['PLAIN', 'SCRAM_SHA_256', 'SCRAM_SHA_512'] as const;

/** Where a Kafka is. It is a type alias, so that it passes for a `ServiceAddress`. */
export type KafkaAddress = {
  /** Each is host:port, with brackets around an IPv6 address. */
  readonly bootstrapServers: readonly string[];
  readonly securityProtocol: (typeof SECURITY_PROTOCOLS)[number];
  readonly saslMechanism: (typeof SASL_MECHANISMS)[number] | null;
  /** One or more certificates in PEM; null for the certificate authorities of the machine. */
  readonly sslCaCert: string | null;
};

const MAX_SERVERS = 32;

const shape = z
  .object({
    bootstrapServers: z
      .array(
        z
          .string('must be host:port')
          .refine(isServer, 'must be host:port, without spaces, commas or slashes'),
        'must be given',
      )
      .min(1, 'must name a broker')
      .max(MAX_SERVERS, `may have ${MAX_SERVERS} entries at most`),
    securityProtocol: z
      .enum(SECURITY_PROTOCOLS, `must be one of ${SECURITY_PROTOCOLS.join(', ')}`)
      .nullish()
      .transform((protocol) => protocol ?? 'PLAINTEXT'),
    saslMechanism: z
      .enum(SASL_MECHANISMS, `must be one of ${SASL_MECHANISMS.join(', ')}`)
      .nullish()
      .transform((mechanism) => mechanism ?? null),
    sslCaCert: z
      .string('must be a text')
      .refine(isCertificateBundle, 'must hold PEM certificates and nothing else')
      .nullish()
      .transform((pem) => pem ?? null),
  })
  .superRefine((address, context) => {
    const refuse = (field: string, message: string): void =>
      void context.addIssue({ code: 'custom', path: [field], message });
    if (usesSasl(address) && address.saslMechanism === null)
      refuse('saslMechanism', `must be given with ${address.securityProtocol}`);
    if (!usesSasl(address) && address.saslMechanism !== null)
      refuse('saslMechanism', `is not used with ${address.securityProtocol}`);
    if (!usesTls(address) && address.sslCaCert !== null)
      refuse('sslCaCert', `is not used with ${address.securityProtocol}`);
  });

/**
 * Checks an address given by a caller and completes it.
 * @throws GatewayError INVALID_INPUT that names every wrong field.
 */
export function parseKafkaAddress(input: Readonly<Record<string, unknown>>): KafkaAddress {
  return parseAddress(shape, 'kafka', input);
}

/** Renders an address as `one.example.com:9092,two.example.com:9092`. */
export function renderKafkaAddress(address: ServiceAddress): string {
  return parseKafkaAddress(address).bootstrapServers.join(',');
}

export function hostsOfKafka(address: ServiceAddress): readonly string[] {
  return [...new Set(parseKafkaAddress(address).bootstrapServers.map(hostOf))];
}

export function usesSasl({ securityProtocol }: Pick<KafkaAddress, 'securityProtocol'>): boolean {
  return securityProtocol.startsWith('SASL_');
}

export function usesTls({ securityProtocol }: Pick<KafkaAddress, 'securityProtocol'>): boolean {
  return securityProtocol.endsWith('SSL');
}

function isServer(text: string): boolean {
  const port = /:(\d{1,5})$/.exec(text)?.[1];
  return (
    port !== undefined &&
    Number(port) >= 1 &&
    Number(port) <= 65_535 &&
    isHost(hostOf(text)) &&
    (!hostOf(text).includes(':') || text.startsWith('['))
  );
}

function hostOf(server: string): string {
  return server.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
}
