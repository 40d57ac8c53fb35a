import { z } from 'zod';
import { GatewayError } from '../../errors/gateway-error';
import type { ServiceAddress } from '../../model/service';
import { isCertificateBundle } from '../is-certificate-bundle';
import { isHost } from '../is-host';

/** MySQL's modes under libpq's names. https://dev.mysql.com/doc/refman/8.4/en/connection-options.html#option_general_ssl-mode */
export const SSL_MODES = ['DISABLE', 'PREFER', 'REQUIRE', 'VERIFY_CA', 'VERIFY_FULL'] as const;
export type SslMode = (typeof SSL_MODES)[number];

/** Where a MySQL or MariaDB is. A type alias, so that it passes for a `ServiceAddress`. */
export type MysqlAddress = {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly sslMode: SslMode;
  /** PEM, one or more certificates; null for the certificate authorities that Node.js ships. */
  readonly sslRootCert: string | null;
};

const shape = z.object({
  host: z.string('must be given').refine(isHost, 'must be one host name or IP address, without port, spaces, slashes or brackets'),
  port: z.int('must be a whole number').min(1, 'must be 1 to 65535').max(65535, 'must be 1 to 65535').nullish().transform((port) => port ?? 3306),
  database: z
    .string('must be a text')
    .refine((name) => name !== '' && [...name].length <= 64, 'must have 1 to 64 characters')
    .refine((name) => !name.includes('\0'), 'must not hold U+0000')
    .nullish()
    .transform((name) => name ?? 'defaultdb'),
  sslMode: z.enum(SSL_MODES, `must be one of ${SSL_MODES.join(', ')}`).nullish().transform((mode) => mode ?? 'PREFER'),
  sslRootCert: z
    .string('must be a text')
    .refine(isCertificateBundle, 'must hold PEM certificates and nothing else')
    .nullish()
    .transform((certificates) => certificates ?? null),
});

/** Checks an address given by a caller and completes it. @throws GatewayError INVALID_INPUT that names every wrong field. */
export function parseMysqlAddress(input: Readonly<Record<string, unknown>>): MysqlAddress {
  const parsed = shape.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  throw new GatewayError('INVALID_INPUT', `mysql: ${problems.join('; ')}.`, {
    details: { fields: parsed.error.issues.map((issue) => `mysql.${issue.path.join('.')}`) },
  });
}

/** `db.example.com:3306/shop`, with brackets around an IPv6 address. */
export function renderMysqlAddress(address: ServiceAddress): string {
  const { database } = parseMysqlAddress(address);
  return `${renderEndpoint(address)}/${database}`;
}

/** `db.example.com:3306` */
export function renderEndpoint(address: ServiceAddress): string {
  const { host, port } = parseMysqlAddress(address);
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
