import { z } from 'zod';
import type { ServiceAddress } from '../../../model/service';
import { isHost } from '../../contract/is-host';
import { parseAddress } from '../../contract/parse-address';
import { renderEndpoint } from '../../contract/render-endpoint';

/** Where another ClickHouse is. A type alias, so that it passes for a `ServiceAddress`. */
export type ClickhouseAddress = {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly secure: boolean;
};

const shape = z.object({
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
    .transform((port) => port ?? 9440),
  database: z
    .string('must be a text')
    .refine((name) => name !== '' && !name.includes('\0'), 'must not be empty or hold U+0000')
    .nullish()
    .transform((name) => name ?? 'default'),
  secure: z
    .boolean('must be true or false')
    .nullish()
    .transform((secure) => secure ?? true),
});

/**
 * Checks an address given by a caller and completes it.
 * @throws GatewayError INVALID_INPUT that names every wrong field
 */
export function parseClickhouseAddress(
  input: Readonly<Record<string, unknown>>,
): ClickhouseAddress {
  return parseAddress(shape, 'clickhouse', input);
}

/** `ch.example.com:9440/default`, with brackets around an IPv6 address. */
export function renderClickhouseAddress(input: ServiceAddress): string {
  const address = parseClickhouseAddress(input);
  return `${renderEndpoint(address)}/${address.database}`;
}
