import { z } from 'zod';
import { GatewayError } from '../../errors/gateway-error';
import type { ServiceAddress } from '../../model/service';
import { isHost } from '../is-host';
import { isCertificateBundle } from '../is-certificate-bundle';

/** libpq's modes of the same names. https://www.postgresql.org/docs/current/libpq-ssl.html */
export const SSL_MODES = ['DISABLE', 'PREFER', 'REQUIRE', 'VERIFY_CA', 'VERIFY_FULL'] as const;
export type SslMode = (typeof SSL_MODES)[number];

/** Where a PostgreSQL is. A type alias, so that it passes for a `ServiceAddress`. */
export type PostgresqlAddress = {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly sslMode: SslMode;
  /** PEM, one or more certificates; null for the certificate authorities that Node.js ships. */
  readonly sslRootCert: string | null;
};

const shape = z.object({
  host: z.string('must be given').refine(isHost, 'must be one host name or IP address, without port, spaces, slashes or brackets'),
  port: z.int('must be a whole number').min(1, 'must be 1 to 65535').max(65535, 'must be 1 to 65535').nullish().transform((port) => port ?? 5432),
  database: z
    .string('must be a text')
    // NAMEDATALEN - 1: PostgreSQL cuts longer names off, and would open another database.
    .refine((name) => name !== '' && Buffer.byteLength(name) <= 63, 'must have 1 to 63 bytes')
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
export function parsePostgresqlAddress(input: Readonly<Record<string, unknown>>): PostgresqlAddress {
  const parsed = shape.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  throw new GatewayError('INVALID_INPUT', `postgresql: ${problems.join('; ')}.`, {
    details: { fields: parsed.error.issues.map((issue) => `postgresql.${issue.path.join('.')}`) },
  });
}

/** `db.example.com:5432/shop`, with brackets around an IPv6 address. */
export function renderPostgresqlAddress(address: ServiceAddress): string {
  const { database } = parsePostgresqlAddress(address);
  return `${renderEndpoint(address)}/${database}`;
}

/** `db.example.com:5432` */
export function renderEndpoint(address: ServiceAddress): string {
  const { host, port } = parsePostgresqlAddress(address);
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
