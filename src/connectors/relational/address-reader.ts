import { z } from 'zod';
import type { ServiceAddress } from '../../model/service';
import { isCertificateBundle } from '../contract/is-certificate-bundle';
import { isHost } from '../contract/is-host';
import { parseAddress } from '../contract/parse-address';
import { renderEndpoint } from '../contract/render-endpoint';

/**
 * libpq's modes, which MySQL has under other names.
 * https://www.postgresql.org/docs/current/libpq-ssl.html
 */
const SSL_MODES = ['DISABLE', 'PREFER', 'REQUIRE', 'VERIFY_CA', 'VERIFY_FULL'] as const;
export type SslMode = (typeof SSL_MODES)[number];

/** Where a database server is. It is a type alias, so that it passes for a `ServiceAddress`. */
export type RelationalAddress = {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly sslMode: SslMode;
  /** One or more certificates in PEM; null for the certificate authorities that Node.js ships. */
  readonly sslRootCert: string | null;
};

/** What the addresses of one system have of their own. */
export interface AddressTerms {
  /** The member of CreateServiceInput, for messages. */
  readonly member: string;
  readonly defaultPort: number;
  readonly isDatabaseName: (name: string) => boolean;
  /** What is wrong with other names, e.g. `must have 1 to 63 bytes`. */
  readonly databaseRule: string;
}

export interface AddressReader {
  /**
   * Checks an address given by a caller and completes it.
   * @throws GatewayError INVALID_INPUT that names every wrong field.
   */
  readonly parse: (input: Readonly<Record<string, unknown>>) => RelationalAddress;
  /** Renders an address as `db.example.com:5432/shop`, with brackets around an IPv6 address. */
  readonly render: (address: ServiceAddress) => string;
}

export function createAddressReader(terms: AddressTerms): AddressReader {
  const shape = createShape(terms);
  const parse: AddressReader['parse'] = (input) => parseAddress(shape, terms.member, input);
  return {
    parse,
    render: (input) => {
      const address = parse(input);
      return `${renderEndpoint(address)}/${address.database}`;
    },
  };
}

function createShape({ defaultPort, isDatabaseName, databaseRule }: AddressTerms) {
  return z.object({
    host: z
      .string('must be given')
      .refine(
        isHost,
        'must be one host name or IP address, without port, spaces, slashes or brackets',
      ),
    port: z
      .int('must be a whole number')
      .min(1, 'must be 1 to 65535')
      .max(65535, 'must be 1 to 65535')
      .nullish()
      .transform((port) => port ?? defaultPort),
    database: z
      .string('must be a text')
      .refine((name) => name !== '' && isDatabaseName(name), databaseRule)
      .refine((name) => !name.includes('\0'), 'must not hold U+0000')
      .nullish()
      .transform((name) => name ?? 'defaultdb'),
    sslMode: z
      .enum(SSL_MODES, `must be one of ${SSL_MODES.join(', ')}`)
      .nullish()
      .transform((mode) => mode ?? 'PREFER'),
    sslRootCert: z
      .string('must be a text')
      .refine(isCertificateBundle, 'must hold PEM certificates and nothing else')
      .nullish()
      .transform((certificates) => certificates ?? null),
  });
}
