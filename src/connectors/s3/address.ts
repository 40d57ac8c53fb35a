import type { ServiceAddress } from '../../model/service';
import { GatewayError } from '../../errors/gateway-error';
import { parseStoreUrl } from '../objects/store-url';

/** A bucket, or what is below a prefix of it. */
export type S3Address = {
  /** The URL ends with `/`, so that what ClickHouse appends stays below it. */
  readonly url: string;
};

/** Where a bucket is, as ClickHouse reads its URL. */
export interface Bucket {
  /** The URL without the bucket, e.g. `https://s3.eu-west-1.amazonaws.com`. */
  readonly endpoint: string;
  readonly name: string;
  /** The decoded path in the bucket: empty, or with `/` at its end. */
  readonly prefix: string;
  readonly isInHostName: boolean;
  readonly region: string;
}

/**
 * A host that begins with the bucket, e.g. `lake.s3.eu-west-1.amazonaws.com`; elsewhere the bucket
 * is the first part of the path (ClickHouse's IO/S3/URI.cpp).
 */
const VIRTUAL_HOST = /^(.+)\.((?:s3express[-a-z0-9]+|s3|cos|obs|oss|eos)[.-][-a-z0-9.:]+)$/;

/**
 * Checks an address given by a caller and completes it.
 * @throws GatewayError INVALID_INPUT that names the field
 */
export function parseS3Address(input: Readonly<Record<string, unknown>>): S3Address {
  const url = parseStoreUrl('s3: url', input['url']);
  const address = { url: url.href.endsWith('/') ? url.href : `${url.href}/` };
  const { name } = bucketOf(address);
  // Capitals and `_` are of the time before 2018.
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{2,62}$/.test(name))
    throw new GatewayError(
      'INVALID_INPUT',
      's3: url must hold a bucket: https://s3.REGION.amazonaws.com/BUCKET/, or ' +
        'https://BUCKET.s3.REGION.amazonaws.com/.',
      { details: { fields: ['s3.url'] } },
    );
  return address;
}

export function renderS3Address(address: ServiceAddress): string {
  return parseS3Address(address).url;
}

export function bucketOf({ url }: S3Address): Bucket {
  const { protocol, host, pathname } = new URL(url);
  const [, inHost, rest] = VIRTUAL_HOST.exec(host) ?? [];
  const [, first = '', ...others] = decodeURIComponent(pathname).split('/');
  const region =
    /^s3[.-](?:dualstack\.)?([a-z]{2}-[a-z-]+-\d)\.amazonaws\.com/.exec(rest ?? host)?.[1] ??
    'us-east-1';
  if (inHost === undefined || rest === undefined)
    return {
      endpoint: `${protocol}//${host}`,
      name: first,
      prefix: others.join('/'),
      isInHostName: false,
      region,
    };
  return {
    endpoint: `${protocol}//${rest}`,
    name: inHost,
    prefix: [first, ...others].join('/'),
    isInHostName: true,
    region,
  };
}
