import type { GraphQLSchema } from 'graphql';
import type { RawJson } from '../../model/raw-json';

/**
 * The most bytes that are kept for one schema; then the oldest listings are forgotten. That of a
 * thousand tables takes some 40 MB.
 */
const MAX_BYTES = 64 * 1024 * 1024;

interface Listings {
  readonly running: Map<string, Promise<RawJson>>;
  readonly kept: Map<string, RawJson>;
}

const LISTINGS = new WeakMap<GraphQLSchema, Listings>();

/**
 * The listing of a schema's types that was asked for before, or is just being made for another
 * request. Listings are forgotten with their schema.
 * @param asked tells one question from another
 * @param list makes the listing where there is none
 */
export async function cachedListing(
  schema: GraphQLSchema,
  asked: string,
  list: () => Promise<RawJson>,
): Promise<RawJson> {
  const listings = LISTINGS.get(schema) ?? {
    running: new Map<string, Promise<RawJson>>(),
    kept: new Map<string, RawJson>(),
  };
  LISTINGS.set(schema, listings);
  const known = listings.kept.get(asked) ?? listings.running.get(asked);
  if (known !== undefined) return known;
  const running = list();
  listings.running.set(asked, running);
  try {
    const listed = await running;
    listings.kept.set(asked, listed);
    forgetBeyond(MAX_BYTES, listings.kept);
    return listed;
  } finally {
    listings.running.delete(asked);
  }
}

function forgetBeyond(maxBytes: number, kept: Map<string, RawJson>): void {
  let bytes = 0;
  for (const [asked, { length }] of [...kept].toReversed()) {
    bytes += length;
    if (bytes > maxBytes) kept.delete(asked);
  }
}
