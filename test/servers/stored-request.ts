/** One request that an object store answered, from its own log. */
export interface StoredRequest {
  readonly method: string;
  /** Decoded, without the account or the bucket's server: `/bucket/key`. */
  readonly path: string;
  /** Encoded, without `?`. */
  readonly query: string;
  readonly status: number;
}
