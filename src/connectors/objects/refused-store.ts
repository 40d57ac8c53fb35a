import { isTlsCode } from '../relational/is-tls-code';
import type { RefusedConnection, ServerRefusal } from '../relational/refused-connection';

/** What a store itself can say of a request. */
export type StoreRefusal = ServerRefusal;

/** Words for messages. None of them is secret. */
export interface RefusingStore {
  /** Where the store is, e.g. `https://s3.eu-west-1.amazonaws.com`. */
  readonly at: string;
  /** What should have answered, e.g. `S3`. */
  readonly system: string;
  /** What is read, e.g. `bucket "lake"`. */
  readonly container: string;
  /** Who asks, e.g. `access key "AKIA..."`. */
  readonly login: string;
  /** What the login needs, e.g. `s3:ListBucket and s3:GetObject`. */
  readonly needs: string;
}

/** Words a refusal that came with an HTTP status. */
export function refusedStore(
  refusal: StoreRefusal,
  status: number,
  store: RefusingStore,
): RefusedConnection {
  const isElsewhere = status >= 300 && status < 400;
  const texts: Readonly<Record<StoreRefusal, string>> = {
    AUTHENTICATION_FAILED:
      `${store.at} refused the ${store.login} (status ${status}). Check the key, and whether ` +
      'a firewall of the account lets it in from here.',
    DATABASE_NOT_FOUND: `${store.at} has no ${store.container}. Check the name, or create it.`,
    PERMISSION_DENIED:
      `The ${store.login} may not list the ${store.container} at ${store.at} (status ` +
      `${status}). It needs ${store.needs}.`,
    UNREACHABLE: isElsewhere
      ? `${store.at} says that the ${store.container} is elsewhere (status ${status}). ` +
        'Redirects are not followed: give the address of its region.'
      : `${store.at} does not answer as ${store.system} does (status ${status}). Check the ` +
        'address, or try again.',
  };
  return { refusal, message: texts[refusal] };
}

/** Words a request that got no answer, by Node's code. */
export function unreachableStore(code: string, store: RefusingStore): RefusedConnection {
  // EPROTO means that the other side speaks no TLS, or no version of it that OpenSSL takes.
  if (isTlsCode(code) || (code === 'EPROTO' && store.at.startsWith('https:')))
    return {
      refusal: 'TLS_FAILED',
      message:
        `The TLS handshake with ${store.at} failed (${code}). Check that the address begins ` +
        'as the server expects, https:// or http://, and the certificate.',
    };
  const why =
    code === 'ETIMEDOUT'
      ? 'does not answer in time'
      : code === 'EPROTO'
        ? `does not answer as ${store.system} does`
        : `cannot be reached (${code})`;
  return {
    refusal: 'UNREACHABLE',
    message:
      `${store.at} ${why}. Check host and port, that the server runs, and that no firewall is ` +
      'in between.',
  };
}
